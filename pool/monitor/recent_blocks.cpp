#include "pool/monitor/recent_blocks.hpp"

#include "pool/monitor/hashrate.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace sluice::pool::monitor {
namespace {

std::size_t index_of(BlockStatus verdict) { return static_cast<std::size_t>(verdict); }

bool in_chain(const PoolBlock& block) {
    return block.verdict == BlockStatus::pending || block.verdict == BlockStatus::accepted;
}

}  // namespace

void RecentBlocks::keep(PoolBlock block) {
    BlockRow row{std::move(block), std::nullopt};
    const auto parent = std::find_if(rows_.rbegin(), rows_.rend(), [&](const BlockRow& other) {
        return other.block.height == row.block.height - 1 && in_chain(other.block);
    });
    // A clock that was set back between the two says nothing about the interval.
    if (parent != rows_.rend() && row.block.time_ms >= parent->block.time_ms) {
        row.interval_s = static_cast<double>(row.block.time_ms - parent->block.time_ms) / 1000.0;
    }
    rows_.push_back(std::move(row));
    if (rows_.size() > kept_blocks_max) {
        rows_.pop_front();
    }
}

void RecentBlocks::restore(std::vector<PoolBlock> blocks, std::uint64_t found_before) {
    counts_.found += found_before;
    counts_.by_verdict[index_of(BlockStatus::accepted)] += found_before - blocks.size();
    for (PoolBlock& block : blocks) {
        ++counts_.by_verdict[index_of(block.verdict)];
        keep(std::move(block));
    }
}

void RecentBlocks::found(PoolBlock block, double hashes_credited) {
    ++counts_.found;
    ++counts_.found_since_start;
    ++counts_.by_verdict[index_of(block.verdict)];
    ++counts_.verdict_events[index_of(block.verdict)];
    hashes_at_last_block_ = hashes_credited;
    keep(std::move(block));
}

void RecentBlocks::verdict(std::string_view hash, BlockStatus verdict, std::string_view reason) {
    const auto row = std::find_if(rows_.rbegin(), rows_.rend(),
                                  [&](const BlockRow& other) { return other.block.hash == hash; });
    if (row == rows_.rend() || row->block.verdict == verdict) {
        return;
    }
    --counts_.by_verdict[index_of(row->block.verdict)];
    ++counts_.by_verdict[index_of(verdict)];
    ++counts_.verdict_events[index_of(verdict)];
    row->block.verdict = verdict;
    row->block.reason = std::string(reason);
}

std::vector<BlockRow> RecentBlocks::rows(std::size_t limit) const {
    const auto count = static_cast<std::ptrdiff_t>(std::min(limit, rows_.size()));
    return {rows_.rbegin(), rows_.rbegin() + count};
}

BlockCounts RecentBlocks::counts(double hashes_credited, double network_difficulty) const {
    BlockCounts counts = counts_;
    double sum_s = 0;
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
        if (!in_chain(row->block)) {
            continue;
        }
        if (!counts.last_ms) {
            counts.last_ms = row->block.time_ms;
        }
        if (row->interval_s &&
            static_cast<std::size_t>(counts.interval_mean_blocks) < interval_mean_blocks_max) {
            sum_s += *row->interval_s;
            ++counts.interval_mean_blocks;
        }
    }
    if (counts.interval_mean_blocks > 0) {
        counts.interval_mean_s = sum_s / counts.interval_mean_blocks;
    }
    if (network_difficulty > 0) {
        counts.effort_current = (hashes_credited - hashes_at_last_block_) /
                                (network_difficulty * hashes_per_network_difficulty);
    }
    return counts;
}

}  // namespace sluice::pool::monitor
