#pragma once
/// What the difficulty rules may know of a chain: the timestamps and bits of its blocks, looked up
/// when a rule asks and never copied. Implemented by the embedded chain, replays, the simulator and
/// tests. Reading is const; thread-safety is the implementer's.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::difficulty {

/// Blocks below this one. Reaches beyond 2^63 in ASERT's published vectors, so never signed.
using Height = std::uint64_t;

/// What the rules know of one block.
struct Block {
    std::int64_t time = 0;   ///< its timestamp, Unix seconds
    std::uint32_t bits = 0;  ///< its compact target

    bool operator==(const Block&) const = default;
};

class ChainView {
public:
    ChainView() = default;
    ChainView(const ChainView&) = delete;
    ChainView& operator=(const ChainView&) = delete;
    virtual ~ChainView() = default;

    /// Height of the block to come: one above the tip, 0 for a chain without blocks.
    [[nodiscard]] virtual Height next_height() const = 0;
    /// The block's own timestamp in Unix seconds; height < next_height().
    [[nodiscard]] virtual std::int64_t time_at(Height height) const = 0;
    /// The block's compact target; height < next_height().
    [[nodiscard]] virtual std::uint32_t bits_at(Height height) const = 0;
};

inline constexpr std::size_t median_time_span = 11;  // blocks; CBlockIndex::nMedianTimeSpan

/// Median time past: the median timestamp of this block and up to ten before it (BIP113). `View` is
/// anything with time_at(Height).
template <class View>
[[nodiscard]] std::int64_t median_time_past(const View& view, Height height) {
    std::array<std::int64_t, median_time_span> times{};
    const auto count =
        height + 1 < median_time_span ? static_cast<std::size_t>(height + 1) : median_time_span;
    for (std::size_t back = 0; back < count; ++back) {
        times[back] = view.time_at(height - back);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(times.begin(), middle, times.begin() + static_cast<std::ptrdiff_t>(count));
    return *middle;
}

}  // namespace sluice::difficulty
