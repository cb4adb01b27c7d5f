#include "pool/app/clock_skew.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace sluice::pool {

std::optional<std::string> ClockSkew::observe(const protocol::BlockTemplate& block_template,
                                              std::int64_t unix_s) {
    const std::int64_t ahead_s = std::int64_t{block_template.time} - unix_s;
    if (ahead_s > 0 && block_template.time == block_template.time_min) {
        return std::nullopt;  // the chain's own time is ahead, which no clock has to follow
    }
    ahead_s_ = ahead_s;
    const std::int64_t apart_s = std::abs(ahead_s) > tolerated_s ? ahead_s : 0;
    const bool agree_again = apart_s == 0 && told_s_ != 0;
    if (std::abs(apart_s - told_s_) <= tolerated_s && !agree_again) {
        return std::nullopt;
    }
    told_s_ = apart_s;
    if (agree_again) {
        return "the clocks of this machine and of the source of work agree again";
    }
    return fmt::format(
        "the clock of the source of work is {} s {} this machine's; shares are judged by the "
        "source's, but one of the two is wrong: set both by NTP",
        std::abs(ahead_s), ahead_s > 0 ? "ahead of" : "behind");
}

}  // namespace sluice::pool
