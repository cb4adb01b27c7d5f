#include "lab/shares/share_sim.hpp"

#include "lab/sim/portable_math.hpp"
#include "lab/sim/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

namespace sluice::lab {
namespace {

constexpr double hour_s = 3600;
constexpr double minute_s = 60;
constexpr double rise_left = 0.36787944117144233;  // 1/e of the way is left
constexpr double settled = sim::ln2;
/// Shares for each that is wanted, at most: a flood must not make a run endless. No pool or wire
/// would carry more.
constexpr double shares_per_interval_max = 20'000;
/// Ideal difficulties are drawn from one octave above this, so that powers of two have no
/// favourite.
constexpr double ideal_min = 0x1p24;

/// x over a stretch of time, weighted by it.
class LogError {
public:
    void add(double x, double duration_s) {
        time_ += duration_s;
        sum_ += x * duration_s;
        squares_ += x * x * duration_s;
    }
    [[nodiscard]] double mean() const { return sum_ / time_; }
    [[nodiscard]] double mean_square() const { return squares_ / time_; }

private:
    double time_ = 0;
    double sum_ = 0;
    double squares_ = 0;
};

class ShareSim {
public:
    ShareSim(const ShareControllerRow& row, const ShareScenario& scenario, const ShareRun& run)
        : scenario_(scenario),
          timer_s_(row.timer_s),
          shares_per_s_(run.shares_per_minute / minute_s),
          random_(run.seed),
          ideal_(ideal_min * sim::exp(sim::ln2 * random_.uniform())),
          controller_(row.make({ideal_ * scenario.start * spread(), run.shares_per_minute})) {
        for (const ShareSegment& segment : scenario.segments) {
            end_s_ += segment.duration_s;
        }
        minutes_.resize(static_cast<std::size_t>(end_s_ / minute_s) + 1);
        // Timers of a pool know nothing of when a miner connects.
        next_timer_s_ = timer_s_ * random_.uniform();
    }

    ShareMetrics run() {
        double segment_end_s = 0;
        for (const ShareSegment& segment : scenario_.segments) {
            hashrate_ = segment.hashrate;
            segment_end_s += segment.duration_s;
            while (now_s_ < segment_end_s) {
                step(segment_end_s);
            }
        }
        return result();
    }

private:
    [[nodiscard]] double spread() {
        return sim::exp(sim::log(scenario_.start_spread) * (2 * random_.uniform() - 1));
    }

    /// On to the next share, tick of the timer, or mark. Memoryless: drawing the wait anew after
    /// each of them changes nothing.
    void step(double segment_end_s) {
        const double before = controller_->difficulty();
        const double rate = hashrate_ * shares_per_s_ * ideal_ / before;
        const double wait_s = rate > 0 ? random_.exponential() /
                                             std::min(rate, shares_per_s_ * shares_per_interval_max)
                                       : std::numeric_limits<double>::infinity();
        double next_s = std::min({now_s_ + wait_s, next_timer_s_, segment_end_s});
        for (const double mark_s : {scenario_.event_s, scenario_.steady_s}) {
            if (now_s_ < mark_s) {
                next_s = std::min(next_s, mark_s);
            }
        }
        observe(before, next_s);
        const bool share = next_s == now_s_ + wait_s;
        now_s_ = next_s;
        if (share) {
            minutes_[static_cast<std::size_t>(now_s_ / minute_s)] += 1;
            controller_->on_share(now_s_);
        } else if (now_s_ == next_timer_s_) {
            next_timer_s_ += timer_s_;
            controller_->on_timer(now_s_);
        }
        if (controller_->difficulty() != before && now_s_ >= scenario_.steady_s) {
            ++retargets_;
        }
    }

    /// `difficulty` was in force until `until_s`.
    void observe(double difficulty, double until_s) {
        if (hashrate_ == 0) {
            return;
        }
        const double x = sim::log(difficulty / (ideal_ * hashrate_));
        if (now_s_ >= scenario_.steady_s) {
            steady_.add(x, until_s - now_s_);
        }
        if (now_s_ < scenario_.event_s) {
            return;
        }
        if (!first_error_) {
            first_error_ = std::abs(x);
        }
        if (!risen_ && std::abs(x) <= rise_left * *first_error_) {
            risen_ = true;
            rise_s_ = now_s_ - scenario_.event_s;
        }
        if (std::abs(x) > settled) {
            outside_until_s_ = until_s;
        }
    }

    [[nodiscard]] ShareMetrics result() const {
        ShareMetrics metrics;
        metrics.bias = steady_.mean();
        metrics.rms = std::sqrt(steady_.mean_square());
        // The difference of two squares is no better than their last digits: for a constant, 0.
        constexpr double rounding = 1e-12;
        const double square = steady_.mean_square();
        const double variance = square - metrics.bias * metrics.bias;
        metrics.sigma = variance > rounding * square ? std::sqrt(variance) : 0;
        metrics.retargets_per_hour = retargets_ * hour_s / (end_s_ - scenario_.steady_s);
        if (risen_ && *first_error_ > settled) {
            metrics.rise_s = rise_s_;
        }
        if (outside_until_s_ < end_s_) {
            metrics.settle_s = std::max(0.0, outside_until_s_ - scenario_.event_s);
        }
        add_minutes(metrics);
        return metrics;
    }

    void add_minutes(ShareMetrics& metrics) const {
        const auto first = static_cast<std::size_t>(scenario_.steady_s / minute_s);
        const auto event = static_cast<std::size_t>(scenario_.event_s / minute_s);
        const auto end = static_cast<std::size_t>(end_s_ / minute_s);
        double sum = 0;
        double squares = 0;
        for (std::size_t minute = event; minute < end; ++minute) {
            metrics.flood_per_minute = std::max(metrics.flood_per_minute, minutes_[minute]);
            if (minute >= first) {
                sum += minutes_[minute];
                squares += minutes_[minute] * minutes_[minute];
            }
        }
        const auto count = static_cast<double>(end - first);
        const double mean = sum / count;
        metrics.shares_per_minute = mean;
        metrics.shares_spread = std::sqrt(std::max(0.0, squares / count - mean * mean)) / mean;
    }

    const ShareScenario& scenario_;
    double timer_s_;
    double shares_per_s_;
    sim::Random random_;
    double ideal_;
    std::unique_ptr<ShareController> controller_;
    double hashrate_ = 1;
    double now_s_ = 0;
    double end_s_ = 0;
    double next_timer_s_ = 0;
    std::vector<double> minutes_;  ///< shares of each
    LogError steady_;
    double retargets_ = 0;
    std::optional<double> first_error_;
    bool risen_ = false;
    double rise_s_ = 0;
    double outside_until_s_ = 0;
};

}  // namespace

std::span<const ShareScenario> share_scenarios() {
    static const std::array<ShareScenario, 6> scenarios{{
        {"steady",
         "constant hashrate, started within a factor of two of the ideal",
         1,
         2,
         0,
         hour_s,
         {{10 * hour_s, 1}}},
        {"step-up",
         "after 2 hours ten times the hashrate",
         1,
         2,
         2 * hour_s,
         4 * hour_s,
         {{2 * hour_s, 1}, {4 * hour_s, 10}}},
        {"step-down",
         "after 2 hours a tenth of the hashrate",
         1,
         2,
         2 * hour_s,
         4 * hour_s,
         {{2 * hour_s, 1}, {4 * hour_s, 0.1}}},
        {"silence",
         "after 2 hours nothing for half an hour, then as before",
         1,
         2,
         2.5 * hour_s,
         4.5 * hour_s,
         {{2 * hour_s, 1}, {0.5 * hour_s, 0}, {4 * hour_s, 1}}},
        {"start-low", "starts at a thousandth", 0.001, 1, 0, 2 * hour_s, {{4 * hour_s, 1}}},
        {"start-high", "starts at a thousandfold", 1000, 1, 0, 2 * hour_s, {{4 * hour_s, 1}}},
    }};
    return scenarios;
}

ShareMetrics simulate_shares(const ShareControllerRow& controller, const ShareScenario& scenario,
                             const ShareRun& run) {
    return ShareSim(controller, scenario, run).run();
}

}  // namespace sluice::lab
