#include "kernels/gpu/launch_sizer.hpp"

#include <algorithm>

namespace sluice::kernels {
namespace {

/// Largest growth from one launch to the next: a short launch tells little.
constexpr std::uint64_t growth_max = 4;

constexpr std::uint64_t divide_up(std::uint64_t number, std::uint64_t by) {
    return (number + by - 1) / by;
}

}  // namespace

LaunchSizer::LaunchSizer(const LaunchLimits& limits) noexcept
    : limits_(limits),
      hashes_(limits.have_fixed_hashes() ? limits.hashes_max
                                         : std::min(limits.hashes_first, limits.hashes_max)),
      pieces_(limits.launch_time.count() == 0 ? limits.pieces : 1) {}

std::uint64_t LaunchSizer::next_nonces(std::uint64_t left, std::uint64_t versions) const noexcept {
    const std::uint64_t step = limits_.nonce_step;
    const std::uint64_t most = std::max<std::uint64_t>(1, limits_.hashes_max / versions);
    const std::uint64_t wanted = std::clamp<std::uint64_t>(hashes_ / versions, 1, most);
    const std::uint64_t even = divide_up(left, divide_up(left, wanted));
    return std::min({divide_up(even, step) * step, most, left});
}

PieceRange LaunchSizer::next_pieces(std::uint32_t first) const noexcept {
    const std::uint64_t left = limits_.pieces - first;
    return {first, static_cast<std::uint32_t>(divide_up(left, divide_up(left, pieces_)))};
}

std::uint64_t LaunchSizer::fixed_nonces(std::uint64_t versions) const noexcept {
    return limits_.have_fixed_hashes() ? std::max<std::uint64_t>(1, limits_.hashes_max / versions)
                                       : 1;
}

void LaunchSizer::measured(std::uint64_t hashes, std::uint32_t pieces,
                           std::chrono::nanoseconds busy) noexcept {
    if (limits_.launch_time.count() == 0 || busy.count() <= 0 || hashes < hashes_ / 2) {
        return;  // the rest of a scan says more about a launch's overhead than about the device
    }
    const double time_ratio =
        static_cast<double>(limits_.launch_time.count()) / static_cast<double>(busy.count());
    const auto fitting = [time_ratio](std::uint64_t done, std::uint64_t most) {
        return static_cast<std::uint64_t>(
            std::clamp(static_cast<double>(done) * time_ratio, 1.0,
                       static_cast<double>(std::min(most, growth_max * done))));
    };
    if (limits_.pieces > 1) {
        pieces_ = fitting(pieces, limits_.pieces);
    } else {
        hashes_ = fitting(hashes, limits_.hashes_max);
    }
}

}  // namespace sluice::kernels
