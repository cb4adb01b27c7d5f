#pragma once
/// The hashrate of those who always mine, as a function of true time: steady, growing, swinging,
/// walking at random, changed in steps. It answers when a given amount of work will be done,
/// exactly and not by time steps. Not thread-safe.

#include "lab/scenario/scenario.hpp"
#include "lab/sim/random.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>

namespace sluice::lab::sim {

/// Times are true seconds since the simulation's start, work is relative hashrate times seconds.
class BaseHashrate {
public:
    explicit BaseHashrate(const Scenario& scenario);

    /// Steps, growth and swing count from here; called once, when the warm-up is over.
    void start_measuring(double now_s);
    /// Takes the steps due at this number of blocks since the warm-up, and those whose time has
    /// come; call at each block, before the next.
    void start_block(std::uint64_t measured_blocks, double now_s);
    /// The random walk's move; once a block, if it walks(). It turns back at e^12 times more or
    /// less than at the start, where targets could not follow for long.
    void walk(Random& random);
    [[nodiscard]] bool walks() const { return walk_deviation_ > 0; }

    /// Without the elastic factor, which depends on difficulty.
    [[nodiscard]] double at(double time_s) const {
        return smooth_ ? level_ * smooth_factor(time_s) : level_;
    }
    /// When `work` is done from `from_s` on, if `extra` hashrate mines beside the base times
    /// `scale`. Takes steps on its way into account, once and for all: ask for each block once.
    [[nodiscard]] double time_of_work(double from_s, double work, double scale, double extra) {
        if (!smooth_ && from_s + work / (level_ * scale + extra) <= next_step_s_) {
            return from_s + work / (level_ * scale + extra);
        }
        return time_of_work_stepwise(from_s, work, scale, extra);
    }

private:
    [[nodiscard]] double smooth_factor(double time_s) const;
    [[nodiscard]] double smooth_integral(double from_s, double to_s) const;
    [[nodiscard]] double time_of_smooth_work(double from_s, double work, double scale,
                                             double extra) const;
    [[nodiscard]] double time_of_work_stepwise(double from_s, double work, double scale,
                                               double extra);
    void take_timed_step();
    void find_next_step(double after_s);

    const Scenario* scenario_;
    double level_;  // all but the smooth factor
    double walk_deviation_;
    double walked_ = 0;  // the walk so far, in ln(hashrate)
    double growth_per_s_;
    double sine_per_s_;
    bool smooth_ = false;  // the warm-up has neither growth nor swing
    double origin_s_ = std::numeric_limits<double>::infinity();
    double next_step_s_ = std::numeric_limits<double>::infinity();
};

}  // namespace sluice::lab::sim
