#pragma once
/// Finds real shares of a pool's job on one CPU thread. Not thread-safe.

#include "base/bytes.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/cpu/cpu_device.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/pow/target.hpp"
#include "protocol/stratum_v1/submit.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace sluice::swarm {

/// A job with what the session adds to it.
struct SwarmJob {
    protocol::stratum_v1::Notify notify;
    Bytes extranonce1;
    std::size_t extranonce2_size = 0;  ///< bytes, at most 8
    protocol::Difficulty difficulty{1};
};

class ShareFinder {
public:
    /// Takes the kernel that is fastest in a short scan. Throws std::runtime_error when none passes
    /// its self-test.
    explicit ShareFinder(const kernels::Algorithm& algorithm);

    /// Hashes that a share of this difficulty takes on average.
    [[nodiscard]] double hashes_per_share(protocol::Difficulty difficulty) const;

    /// The first nonce of first, ..., first + count - 1 whose hash meets the job's share target.
    [[nodiscard]] std::optional<std::uint32_t> scan(const protocol::BlockHeader& header,
                                                    protocol::Difficulty difficulty,
                                                    std::uint32_t first, std::uint32_t count);

private:
    const kernels::Algorithm& algorithm_;
    std::unique_ptr<kernels::Device> device_;
    std::unique_ptr<kernels::Scanner> scanner_;
};

}  // namespace sluice::swarm
