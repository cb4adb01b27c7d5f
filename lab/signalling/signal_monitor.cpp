#include "lab/signalling/signal_monitor.hpp"

#include <algorithm>

namespace sluice::lab {
namespace {

constexpr std::uint32_t vote_bits = (1U << version_bit_count) - 1;

SignalLevel level_of(std::uint64_t blocks, std::uint64_t window) noexcept {
    const double share = static_cast<double>(blocks) / static_cast<double>(window);
    if (blocks == 0) {
        return SignalLevel::none;
    }
    if (share < stray_share) {
        return SignalLevel::stray;
    }
    return share < lock_in_share ? SignalLevel::vote : SignalLevel::lock_in;
}

}  // namespace

std::string_view to_string(SignalLevel level) noexcept {
    switch (level) {
        case SignalLevel::none:
            return "none";
        case SignalLevel::stray:
            return "stray";
        case SignalLevel::vote:
            return "vote";
        case SignalLevel::lock_in:
            return "lock-in";
    }
    return "";
}

void SignalMonitor::add(difficulty::Height height, std::uint32_t version) {
    if (const std::uint64_t window = height / options_.window; window != window_) {
        window_ = window;
        for (BitCount& count : bits_) {
            count.window_blocks = 0;
        }
    }
    ++blocks_;
    if ((version & protocol::version_bits_top_mask) != protocol::version_bits_top) {
        ++blocks_without_votes_;
        return;
    }
    const std::uint32_t set = version & vote_bits;
    blocks_rolled_ += (set & options_.ignored) != 0 ? 1 : 0;
    blocks_unknown_ += (set & ~excluded()) != 0 ? 1 : 0;
    blocks_unknown_unmasked_ += (set & ~options_.known) != 0 ? 1 : 0;
    for (std::size_t bit = 0; bit < bits_.size(); ++bit) {
        if ((set >> bit & 1U) == 0) {
            continue;
        }
        BitCount& count = bits_[bit];
        count.first = count.blocks == 0 ? height : count.first;
        count.last = height;
        ++count.blocks;
        ++count.window_blocks;
        count.window_most = std::max(count.window_most, count.window_blocks);
    }
}

std::vector<BitActivity> SignalMonitor::active(std::uint32_t bits) const {
    std::vector<BitActivity> found;
    for (std::size_t bit = 0; bit < bits_.size(); ++bit) {
        const BitCount& count = bits_[bit];
        if (count.blocks != 0 && (bits >> bit & 1U) != 0) {
            found.push_back({static_cast<int>(bit), count.blocks, count.window_most, count.first,
                             count.last, level_of(count.window_most, options_.window)});
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &BitActivity::blocks);
    return found;
}

}  // namespace sluice::lab
