#pragma once
/// RecentBlocks: the newest blocks this pool found, and counts over all of them. Not thread-safe;
/// the Monitor guards it.

#include "pool/monitor/events.hpp"
#include "pool/monitor/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

namespace sluice::pool::monitor {

class RecentBlocks {
public:
    /// Blocks of an earlier run, oldest first. See Monitor::restore_blocks.
    void restore(std::vector<PoolBlock> blocks, std::uint64_t found_before);

    /// Hashes credited before the start, since the newest block. See Monitor::restore_effort.
    void restore_effort(double hashes_since_block) { hashes_at_last_block_ = -hashes_since_block; }

    /// `hashes_credited`: the pool's sum so far, from which the next effort counts.
    void found(PoolBlock block, double hashes_credited);
    void verdict(std::string_view hash, BlockStatus verdict, std::string_view reason);

    /// Newest first.
    [[nodiscard]] std::vector<BlockRow> rows(std::size_t limit) const;

    /// `network_difficulty` 0: not known, then no effort is given.
    [[nodiscard]] BlockCounts counts(double hashes_credited, double network_difficulty) const;

private:
    /// A quarter of an hour of a chain with a block a second: what the page's shortest chart shows.
    static constexpr std::size_t kept_blocks_max = 1000;
    static constexpr std::size_t interval_mean_blocks_max =
        20;  // follows a swing, and is not one block's luck

    void keep(PoolBlock block);

    std::deque<BlockRow> rows_;        ///< oldest first
    BlockCounts counts_;               ///< found, by_verdict and verdict_events only
    double hashes_at_last_block_ = 0;  ///< below 0: of an earlier run
};

}  // namespace sluice::pool::monitor
