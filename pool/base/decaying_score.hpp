#pragma once
/// DecayingScore: misbehaviour in points, forgiven with time. Regular value; not thread-safe.

#include <algorithm>
#include <chrono>

namespace sluice::pool {

class DecayingScore {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Adds points, or takes some back; never falls below 0. Answers the sum.
    double add(double points, double decay_per_s, TimePoint at) noexcept {
        points_ = std::max(0.0, value(decay_per_s, at) + points);
        added_at_ = std::max(added_at_, at);
        return points_;
    }
    [[nodiscard]] double value(double decay_per_s, TimePoint at) const noexcept {
        const double elapsed_s = std::chrono::duration<double>(at - added_at_).count();
        return std::max(0.0, points_ - std::max(0.0, elapsed_s) * decay_per_s);
    }
    /// As of the last add().
    [[nodiscard]] double latest() const noexcept { return points_; }

    void reset() noexcept { points_ = 0; }

private:
    double points_ = 0;
    TimePoint added_at_{};
};

}  // namespace sluice::pool
