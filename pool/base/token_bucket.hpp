#pragma once
/// TokenBucket: a limit on a rate that lets bursts pass. The rate is given with each call, so that
/// it may depend on who asks. Regular value; not thread-safe.

#include <algorithm>
#include <chrono>

namespace sluice::pool {

struct Rate {
    double burst = 0;       ///< at once, after a pause
    double per_second = 0;  ///< sustained

    bool operator==(const Rate&) const = default;
};

class TokenBucket {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Full of `rate.burst` tokens.
    TokenBucket(const Rate& rate, TimePoint at) : tokens_(rate.burst), filled_at_(at) {}

    /// Takes a token; false: there is none.
    [[nodiscard]] bool take(const Rate& rate, TimePoint at) noexcept {
        const double elapsed_s = std::chrono::duration<double>(at - filled_at_).count();
        if (elapsed_s > 0) {
            tokens_ += elapsed_s * rate.per_second;
            filled_at_ = at;
        }
        tokens_ = std::min(tokens_, rate.burst);
        if (tokens_ < 1) {
            return false;
        }
        --tokens_;
        return true;
    }

    /// What was taken shall not count; never fills it beyond the burst.
    void give_back(double tokens) noexcept { tokens_ += tokens; }

private:
    double tokens_;
    TimePoint filled_at_;
};

}  // namespace sluice::pool
