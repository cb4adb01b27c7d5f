#pragma once
/// When will an upgrade lock in? A Bayesian forecast from the votes counted so far. Model: a fixed,
/// unknown share of the hashrate signals, so blocks signal independently of each other; the share
/// has Jeffreys' prior Beta(1/2, 1/2), and the evidence makes it Beta(1/2 + signals, 1/2 + silent).
/// The votes still to come in a period are then beta-binomial (Gelman et al., Bayesian Data
/// Analysis, 3rd ed., sections 2.4 and 2.8). Miners that change their mind are not in the model:
/// shorter evidence follows them sooner and is less certain. Pure, any thread.

#include "difficulty/signalling/version_bits.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice::lab {

/// Recent blocks from which the share of signalling hashrate is estimated.
struct SignalEvidence {
    std::uint64_t blocks = 0;
    std::uint64_t signals = 0;
};

/// The last `blocks` of the chain, fewer if it has no more.
[[nodiscard]] SignalEvidence recent_signals(const difficulty::SignalView& chain, int bit,
                                            std::uint64_t blocks);

/// Probability of at least `needed` signals among the next `blocks`.
[[nodiscard]] double signals_probability(const SignalEvidence& evidence, std::uint64_t blocks,
                                         std::uint64_t needed);

/// Probability that the period of these statistics reaches the threshold.
[[nodiscard]] double lock_in_probability(const difficulty::PeriodStatistics& period,
                                         const SignalEvidence& evidence);

/// One way in which it may come: lock-in at the end of some period.
struct LockInChance {
    difficulty::Height locked_in = 0;  ///< first block of LOCKED_IN
    difficulty::Height active = 0;     ///< first block of ACTIVE
    double probability = 0;
};

struct ActivationForecast {
    double share = 0;      ///< posterior mean of the signalling share of the hashrate
    double share_low = 0;  ///< its central 95 % interval
    double share_high = 0;
    double this_period = 0;                ///< probability of lock-in at the end of this period
    double in_time = 0;                    ///< and at any time before the deployment fails
    std::vector<LockInChance> chances;     ///< by height, those that are possible
    double expected_active = 0;            ///< mean height of activation, if it comes
    difficulty::Height likely_active = 0;  ///< the most probable height of activation
};

/// What the forecast needs to know of the time to come.
struct ForecastTerms {
    double spacing_s = 600;       ///< expected time between blocks
    std::int64_t time_known = 0;  ///< median time past of the tip; read by kinds that go by time
};

/// None unless the next block is STARTED or MUST_SIGNAL: nothing else is left to chance. Periods
/// beyond `periods_max` are left out, which matters only to a deployment without a timeout.
[[nodiscard]] std::optional<ActivationForecast> forecast_activation(
    const difficulty::SignalView& chain, const difficulty::Deployment& deployment,
    difficulty::DeploymentState state, const SignalEvidence& evidence, const ForecastTerms& terms,
    std::size_t periods_max = 104);

}  // namespace sluice::lab
