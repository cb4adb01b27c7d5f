#include "kernels/backends/launch_sizer.hpp"

#include <algorithm>

namespace sluice::kernels {
namespace {

/// A launch has at most so many times the hashes of the one before: a short one tells little.
constexpr std::uint64_t growth_max = 4;

constexpr std::uint64_t divide_up(std::uint64_t number, std::uint64_t by) {
    return (number + by - 1) / by;
}

}  // namespace

LaunchSizer::LaunchSizer(const LaunchLimits& limits) noexcept
    : limits_(limits),
      hashes_(limits.launch_time.count() == 0 ? limits.hashes_max
                                              : std::min(limits.hashes_first, limits.hashes_max)) {}

std::uint64_t LaunchSizer::next_nonces(std::uint64_t left, std::uint64_t versions) const noexcept {
    const std::uint64_t step = limits_.nonce_step;
    const std::uint64_t most = std::max<std::uint64_t>(1, limits_.hashes_max / versions);
    const std::uint64_t wanted = std::clamp<std::uint64_t>(hashes_ / versions, 1, most);
    const std::uint64_t even = divide_up(left, divide_up(left, wanted));
    return std::min({divide_up(even, step) * step, most, left});
}

std::uint64_t LaunchSizer::fixed_nonces(std::uint64_t versions) const noexcept {
    return limits_.launch_time.count() == 0
               ? std::max<std::uint64_t>(1, limits_.hashes_max / versions)
               : 1;
}

void LaunchSizer::measured(std::uint64_t hashes, std::chrono::nanoseconds busy) noexcept {
    if (limits_.launch_time.count() == 0 || busy.count() <= 0 || hashes < hashes_ / 2) {
        return;  // the rest of a scan says more about a launch's overhead than about the device
    }
    const double fitting = static_cast<double>(hashes) *
                           static_cast<double>(limits_.launch_time.count()) /
                           static_cast<double>(busy.count());
    const auto most = static_cast<double>(std::min(limits_.hashes_max, growth_max * hashes));
    hashes_ = static_cast<std::uint64_t>(std::clamp(fitting, 1.0, most));
}

}  // namespace sluice::kernels
