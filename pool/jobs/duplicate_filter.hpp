#pragma once
/// DuplicateFilter remembers the header hashes of every share of the live jobs, so that no share is
/// credited twice, whatever spare bits a miner varies. Thread-safe: striped locks.

#include "protocol/hash256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace sluice::pool {

class DuplicateFilter {
public:
    /// Shares remembered of one job: an hour of 1,000 shares a second, about 250 MB. Beyond it
    /// insert() says `full`.
    static constexpr std::size_t shares_per_job_max = 3'600'000;

    enum class Insert { added, duplicate, full };

    /// Remembers the share. `full`: the job has too many shares to tell; treat it as stale.
    Insert insert(std::uint32_t job_id, const protocol::Hash256& pow_hash);

    /// Forgets a job that no share may name any more.
    void forget(std::uint32_t job_id);

    /// Shares remembered, for metrics and tests.
    [[nodiscard]] std::size_t size() const;

private:
    static constexpr std::size_t stripe_count = 64;

    /// The hash is uniform by construction (but for its leading zeros, its last bytes).
    struct FirstBytes {
        std::size_t operator()(const protocol::Hash256& hash) const noexcept;
    };
    using Shares = std::unordered_set<protocol::Hash256, FirstBytes>;
    struct Stripe {
        mutable std::mutex mutex;
        std::unordered_map<std::uint32_t, Shares> jobs;
    };

    std::array<Stripe, stripe_count> stripes_;
};

}  // namespace sluice::pool
