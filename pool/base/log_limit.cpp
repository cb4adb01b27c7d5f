#include "pool/base/log_limit.hpp"

#include <utility>

namespace sluice::pool {

std::optional<std::uint64_t> LogLimit::pass(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (!period_began_ || now - *period_began_ >= period_) {
        period_began_ = now;
        lines_ = 0;
    }
    if (lines_ >= lines_max_) {
        ++left_out_;
        return std::nullopt;
    }
    ++lines_;
    return std::exchange(left_out_, 0);
}

}  // namespace sluice::pool
