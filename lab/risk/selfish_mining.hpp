#pragma once
/// Selfish mining: what a pool earns that keeps its blocks secret and publishes them to waste the
/// work of others. I. Eyal and E. G. Sirer, "Majority is not enough" (2014), whose Markov chain and
/// letters these are: alpha is the pool's share of the hashrate, gamma the part of the honest
/// miners that follow it in a tie. Pure, any thread.

#include <optional>

namespace sluice::lab {

struct SelfishMiner {
    double alpha = 0;  ///< 0 <= alpha < 1/2
    double gamma = 0;  ///< 0 <= gamma <= 1

    bool operator==(const SelfishMiner&) const = default;
};

/// The pool's share of the blocks of the best chain.
[[nodiscard]] double selfish_revenue(const SelfishMiner& miner);
/// Smallest alpha from which that share is above alpha: (1 - gamma) / (3 - 2 gamma).
[[nodiscard]] double selfish_threshold(double gamma);
/// Blocks of the best chain per block mined by anyone: how much slower the chain grows under the
/// attack while the difficulty has not answered; 1 if nobody attacks.
[[nodiscard]] double chain_growth(const SelfishMiner& miner);

/// How the difficulty answers a chain that grows slower than it should.
enum class DifficultyAnswer {
    /// At once for a whole period at its end (btc-2016); the attack begins with a period.
    by_period,
    /// Exponentially with a time constant in blocks (asert, wtema, ema).
    exponential,
};

/// Expected time, in ideal block intervals, until the pool has earned more than by honest mining,
/// with `blocks` the retarget period or the time constant; none if it never does. Until the
/// difficulty has fallen the attack costs money (Grunspan and Perez-Marco, "On profitability of
/// selfish mining", 2018).
[[nodiscard]] std::optional<double> intervals_to_profit(const SelfishMiner& miner,
                                                        DifficultyAnswer answer, double blocks);

}  // namespace sluice::lab
