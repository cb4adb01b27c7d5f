#include "lab/signalling/activation_forecast.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cassert>
#include <cmath>

namespace sluice::lab {
namespace {

constexpr double jeffreys = 0.5;
/// Points of equal probability that stand for the posterior of the share.
constexpr std::size_t share_points = 1000;

/// Posterior of the signalling share.
boost::math::beta_distribution<> posterior(const SignalEvidence& evidence) {
    return boost::math::beta_distribution<>(
        jeffreys + static_cast<double>(evidence.signals),
        jeffreys + static_cast<double>(evidence.blocks - evidence.signals));
}

/// P(Binomial(blocks, share) >= needed), the regularised incomplete beta I_share(needed, blocks -
/// needed + 1).
double binomial_tail(std::uint64_t blocks, std::uint64_t needed, double share) {
    if (needed == 0) {
        return 1;
    }
    if (needed > blocks) {
        return 0;
    }
    return boost::math::ibeta(static_cast<double>(needed), static_cast<double>(blocks - needed + 1),
                              share);
}

/// ln of the beta-binomial probability of exactly `signals` in `blocks`.
double log_beta_binomial(double a, double b, std::uint64_t blocks, std::uint64_t signals) {
    const auto n = static_cast<double>(blocks);
    const auto k = static_cast<double>(signals);
    const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    const auto log_beta = [](double x, double y) {
        return std::lgamma(x) + std::lgamma(y) - std::lgamma(x + y);
    };
    return ways + log_beta(a + k, b + n - k) - log_beta(a, b);
}

difficulty::Height period_start_from(difficulty::Height height, std::uint64_t period) {
    return (height + period - 1) / period * period;
}

/// The periods to come, each with the needed votes, in the order in which they end.
class Calendar {
public:
    Calendar(const difficulty::SignalView& chain, const difficulty::Deployment& deployment,
             difficulty::DeploymentState state, const ForecastTerms& terms)
        : deployment_(deployment), terms_(terms), next_height_(chain.next_height()) {
        now_ = difficulty::period_statistics(chain, deployment);
        end_ = next_height_ - now_.elapsed + deployment.period;
        must_signal_ = state == difficulty::DeploymentState::must_signal;
    }

    /// First block after the period in question, which begins as this one.
    [[nodiscard]] difficulty::Height end() const { return end_; }
    [[nodiscard]] std::uint64_t blocks_left() const {
        return end_ - std::max(next_height_, end_ - deployment_.period);
    }
    [[nodiscard]] std::uint64_t votes_needed() const {
        const std::uint64_t counted = end_ - deployment_.period < next_height_ ? now_.count : 0;
        return deployment_.threshold - std::min(deployment_.threshold, counted);
    }
    /// Whether the period's end locks in whatever the votes are.
    [[nodiscard]] bool locks_in_anyway() const { return must_signal_; }
    /// Whether the votes of this period count at all.
    [[nodiscard]] bool votes_count() const {
        return deployment_.kind != difficulty::DeploymentKind::bip9 || !times_out();
    }

    /// On to the next period; false if the deployment has failed by then.
    bool advance() {
        if (must_signal_) {
            return false;
        }
        if (deployment_.kind == difficulty::DeploymentKind::bip8) {
            must_signal_ = deployment_.lock_in_on_timeout &&
                           end_ + deployment_.period >= deployment_.timeout_height;
            if (!must_signal_ && end_ >= deployment_.timeout_height) {
                return false;
            }
        } else if (times_out()) {
            return false;
        }
        end_ += deployment_.period;
        return true;
    }

private:
    /// Whether the timeout has come, as far as can be foreseen, when the period ends.
    [[nodiscard]] bool times_out() const {
        if (!difficulty::goes_by_time(deployment_.kind)) {
            return false;
        }
        const double median_then = static_cast<double>(terms_.time_known) +
                                   static_cast<double>(end_ - next_height_) * terms_.spacing_s;
        return median_then >= static_cast<double>(deployment_.timeout);
    }

    const difficulty::Deployment& deployment_;
    ForecastTerms terms_;
    difficulty::Height next_height_;
    difficulty::PeriodStatistics now_;
    difficulty::Height end_ = 0;
    bool must_signal_ = false;
};

/// The posterior as points, each with the probability that nothing has locked in so far.
struct SharePoints {
    std::array<double, share_points> share{};
    std::array<double, share_points> waiting{};

    explicit SharePoints(const SignalEvidence& evidence) {
        const auto distribution = posterior(evidence);
        for (std::size_t i = 0; i < share_points; ++i) {
            const double below = (static_cast<double>(i) + 0.5) / share_points;
            share[i] = boost::math::quantile(distribution, below);
            waiting[i] = 1.0 / share_points;
        }
    }

    /// Takes out and answers the probability of lock-in in a period.
    double take(std::uint64_t blocks, std::uint64_t needed) {
        double taken = 0;
        for (std::size_t i = 0; i < share_points; ++i) {
            const double here = waiting[i] * binomial_tail(blocks, needed, share[i]);
            waiting[i] -= here;
            taken += here;
        }
        return taken;
    }
};

void summarise(ActivationForecast& forecast) {
    double weighted = 0;
    double best = 0;
    for (const LockInChance& chance : forecast.chances) {
        forecast.in_time += chance.probability;
        weighted += chance.probability * static_cast<double>(chance.active);
        if (chance.probability > best) {
            best = chance.probability;
            forecast.likely_active = chance.active;
        }
    }
    forecast.expected_active = forecast.in_time > 0 ? weighted / forecast.in_time : 0;
}

}  // namespace

SignalEvidence recent_signals(const difficulty::SignalView& chain, int bit, std::uint64_t blocks) {
    const difficulty::Height end = chain.next_height();
    const difficulty::Height first = end - std::min<difficulty::Height>(end, blocks);
    return {end - first, difficulty::count_signals(chain, bit, first, end)};
}

double signals_probability(const SignalEvidence& evidence, std::uint64_t blocks,
                           std::uint64_t needed) {
    assert(evidence.signals <= evidence.blocks);
    if (needed == 0) {
        return 1;
    }
    const double a = jeffreys + static_cast<double>(evidence.signals);
    const double b = jeffreys + static_cast<double>(evidence.blocks - evidence.signals);
    double sum = 0;
    for (std::uint64_t signals = needed; signals <= blocks; ++signals) {
        sum += std::exp(log_beta_binomial(a, b, blocks, signals));
    }
    return std::min(sum, 1.0);
}

double lock_in_probability(const difficulty::PeriodStatistics& period,
                           const SignalEvidence& evidence) {
    const std::uint64_t needed = period.threshold - std::min(period.threshold, period.count);
    return signals_probability(evidence, period.period - period.elapsed, needed);
}

std::optional<ActivationForecast> forecast_activation(const difficulty::SignalView& chain,
                                                      const difficulty::Deployment& deployment,
                                                      difficulty::DeploymentState state,
                                                      const SignalEvidence& evidence,
                                                      const ForecastTerms& terms,
                                                      std::size_t periods_max) {
    if (state != difficulty::DeploymentState::started &&
        state != difficulty::DeploymentState::must_signal) {
        return std::nullopt;
    }
    ActivationForecast forecast;
    const auto share = posterior(evidence);
    forecast.share = boost::math::mean(share);
    forecast.share_low = boost::math::quantile(share, 0.025);
    forecast.share_high = boost::math::quantile(share, 0.975);
    SharePoints points(evidence);
    Calendar calendar(chain, deployment, state, terms);
    for (std::size_t period = 0; period < periods_max; ++period) {
        double probability = 0;
        if (calendar.locks_in_anyway()) {
            probability = points.take(0, 0);
        } else if (calendar.votes_count()) {
            probability = points.take(calendar.blocks_left(), calendar.votes_needed());
        }
        if (period == 0) {
            forecast.this_period = probability;
        }
        const difficulty::Height locked_in = calendar.end();
        const difficulty::Height earliest =
            deployment.kind == difficulty::DeploymentKind::bip9
                ? locked_in + deployment.period
                : std::max(locked_in + deployment.period,
                           period_start_from(deployment.min_activation_height, deployment.period));
        forecast.chances.push_back({locked_in, earliest, probability});
        if (!calendar.advance()) {
            break;
        }
    }
    summarise(forecast);
    return forecast;
}

}  // namespace sluice::lab
