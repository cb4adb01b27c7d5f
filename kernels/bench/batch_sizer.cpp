#include "kernels/bench/batch_sizer.hpp"

#include <algorithm>

namespace sluice::kernels {
namespace {

/// One odd measurement (a scheduling gap, a timer's tick) changes the size by no more than this.
constexpr double step_max = 4;

}  // namespace

void BatchSizer::measured(std::uint64_t nonces, std::chrono::nanoseconds elapsed) noexcept {
    if (nonces == 0) {
        return;
    }
    const double elapsed_ns = std::max(1.0, static_cast<double>(elapsed.count()));
    const double goal_ns = static_cast<double>(std::chrono::nanoseconds{duration_goal}.count());
    const double wanted = static_cast<double>(nonces) * goal_ns / elapsed_ns;
    const auto now = static_cast<double>(nonces_);
    const double bounded = std::clamp(wanted, now / step_max, now * step_max);
    nonces_ = std::clamp(static_cast<std::uint64_t>(bounded), nonces_min, nonces_max);
}

}  // namespace sluice::kernels
