#pragma once
/// GapHistogram: quantiles of positive numbers in constant memory. Bins grow with the number, 256
/// to a doubling, so that a quantile is right within 0.3 %; it is interpolated within its bin.
/// Not thread-safe.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::lab::sim {

class GapHistogram {
public:
    /// A positive number; what lies outside of 2^-32 to 2^32 counts as that bound.
    void add(double value) noexcept {
        const std::uint64_t image = std::bit_cast<std::uint64_t>(value) >> bin_shift;
        const std::uint64_t bin = image < first_bin ? 0 : image - first_bin;
        ++counts_[bin < bins ? bin : bins - 1];
        ++total_;
    }

    /// The number below which this part of all lies; 0 if there are none.
    [[nodiscard]] double quantile(double part) const;

private:
    static constexpr int bin_shift = 52 - 8;
    static constexpr std::uint64_t first_bin = std::bit_cast<std::uint64_t>(0x1p-32) >> bin_shift;
    static constexpr std::size_t bins = std::size_t{64} << 8;

    std::vector<std::uint32_t> counts_ = std::vector<std::uint32_t>(bins);
    std::uint64_t total_ = 0;
};

}  // namespace sluice::lab::sim
