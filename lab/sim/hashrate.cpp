#include "lab/sim/hashrate.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr double precision_s = 1e-6;
constexpr double longest_block_s = 1e12;  // a hashrate that fades away may never find it
constexpr double walk_max = 12;
constexpr double never = std::numeric_limits<double>::infinity();

}  // namespace

BaseHashrate::BaseHashrate(const Scenario& scenario)
    : scenario_(&scenario),
      level_(scenario.base_hashrate),
      walk_deviation_(std::sqrt(scenario.walk_variance)),
      growth_per_s_(log(scenario.growth_per_year) / year_s),
      sine_per_s_(2 * pi / scenario.sine_period_s) {}

void BaseHashrate::start_measuring(double now_s) {
    origin_s_ = now_s;
    smooth_ = scenario_->growth_per_year != 1 || scenario_->sine_amplitude > 0;
    find_next_step(-never);
}

void BaseHashrate::start_block(std::uint64_t measured_blocks, double now_s) {
    while (next_step_s_ <= now_s) {
        take_timed_step();
    }
    for (const Step& step : scenario_->steps) {
        if (!step.after_s && step.at_block == measured_blocks) {
            level_ *= step.factor;
        }
    }
}

void BaseHashrate::walk(Random& random) {
    const double move = walk_deviation_ * random.normal();
    const double kept = std::abs(walked_ + move) > walk_max ? -move : move;
    walked_ += kept;
    level_ *= exp(kept);
}

double BaseHashrate::smooth_factor(double time_s) const {
    const double since = time_s - origin_s_;
    return scenario_->sine_amplitude > 0 ? 1 + scenario_->sine_amplitude * sin(sine_per_s_ * since)
                                         : exp(growth_per_s_ * since);
}

double BaseHashrate::smooth_integral(double from_s, double to_s) const {
    const double from = from_s - origin_s_;
    const double to = to_s - origin_s_;
    if (scenario_->sine_amplitude > 0) {
        // cos(a) - cos(b) as a product, which does not cancel for short intervals
        const double swing =
            2 * sin(sine_per_s_ * (from + to) / 2) * sin(sine_per_s_ * (to - from) / 2);
        return to - from + scenario_->sine_amplitude / sine_per_s_ * swing;
    }
    return exp(growth_per_s_ * from) * (exp(growth_per_s_ * (to - from)) - 1) / growth_per_s_;
}

double BaseHashrate::time_of_smooth_work(double from_s, double work, double scale,
                                         double extra) const {
    const auto done = [&](double time_s) {
        return level_ * scale * smooth_integral(from_s, time_s) + extra * (time_s - from_s);
    };
    double low = from_s;
    double high = from_s + 2 * work / (at(from_s) * scale + extra);
    while (done(high) < work && high - from_s < longest_block_s) {
        low = high;
        high += high - from_s;
    }
    // Newton's method, by halves where it would leave the bracket.
    double time_s = (low + high) / 2;
    while (high - low > precision_s) {
        const double surplus = done(time_s) - work;
        (surplus > 0 ? high : low) = time_s;
        const double step_s = surplus / (at(time_s) * scale + extra);
        if (std::abs(step_s) < precision_s) {
            break;
        }
        const double better_s = time_s - step_s;
        time_s = better_s > low && better_s < high ? better_s : (low + high) / 2;
    }
    return time_s;
}

double BaseHashrate::time_of_work_stepwise(double from_s, double work, double scale, double extra) {
    while (true) {
        const double time_s = smooth_ ? time_of_smooth_work(from_s, work, scale, extra)
                                      : from_s + work / (level_ * scale + extra);
        if (time_s <= next_step_s_) {
            return time_s;
        }
        const double base_work = smooth_ ? level_ * smooth_integral(from_s, next_step_s_)
                                         : level_ * (next_step_s_ - from_s);
        work -= base_work * scale + extra * (next_step_s_ - from_s);
        from_s = next_step_s_;
        take_timed_step();
    }
}

void BaseHashrate::take_timed_step() {
    const double taken_s = next_step_s_;
    for (const Step& step : scenario_->steps) {
        if (step.after_s && origin_s_ + *step.after_s == taken_s) {
            level_ *= step.factor;
        }
    }
    find_next_step(taken_s);
}

void BaseHashrate::find_next_step(double after_s) {
    next_step_s_ = never;
    for (const Step& step : scenario_->steps) {
        if (step.after_s && origin_s_ + *step.after_s > after_s) {
            next_step_s_ = std::min(next_step_s_, origin_s_ + *step.after_s);
        }
    }
}

}  // namespace sluice::lab::sim
