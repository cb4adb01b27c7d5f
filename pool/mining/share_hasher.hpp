#pragma once
/// ShareHasher: headers of shares whose hash is slow (scrypt) wait here for each other and are
/// hashed together, in all lanes of the CPU at once: sixteen cost little more than one. A shard has
/// one; it belongs to the shard's thread.

#include "kernels/cpu/batch_hasher.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/pow/hash256.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace sluice::pool {

class ShareHasher {
public:
    using Done = std::function<void(const protocol::Hash256& pow_hash)>;

    /// `schedule` must see to it that flush() is called once the events at hand are dealt with.
    explicit ShareHasher(std::function<void()> schedule) : schedule_(std::move(schedule)) {}

    /// Hashes the header soon and gives the hash to `done`, in the order of the calls; at once when
    /// it fills the lanes.
    void add(const kernels::Algorithm& algorithm, const protocol::HeaderBytes& header, Done done);

    /// Hashes what waits. `done` may add again; std::bad_alloc of one is passed on after the last.
    void flush();

private:
    struct Waiting {
        protocol::HeaderBytes header;
        Done done;
    };

    std::function<void()> schedule_;
    const kernels::Algorithm* algorithm_ = nullptr;  // of the hasher; a pool has one
    std::unique_ptr<kernels::BatchHasher> hasher_;
    std::vector<Waiting> waiting_;
};

}  // namespace sluice::pool
