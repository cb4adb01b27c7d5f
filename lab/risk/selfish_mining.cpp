#include "lab/risk/selfish_mining.hpp"

#include <cassert>
#include <cmath>

namespace sluice::lab {
namespace {

/// Blocks of the best chain per block mined, by whom they were mined (Eyal and Sirer, section 4.3).
struct Rates {
    double pool = 0;
    double others = 0;
};

Rates rates_of(const SelfishMiner& miner) {
    const double alpha = miner.alpha;
    const double gamma = miner.gamma;
    const double honest = 1 - alpha;
    // Stationary probabilities of the pool's lead: none, a tie in public, one, two, more.
    const double lead_1 =
        (alpha - 2 * alpha * alpha) / (2 * alpha * alpha * alpha - 4 * alpha * alpha + 1);
    const double lead_0 = lead_1 / alpha;
    const double tie = honest * lead_1;
    const double lead_2 = lead_1 * alpha / honest;
    const double lead_more = lead_2 * alpha / (1 - 2 * alpha);
    return {.pool = tie * (2 * alpha + gamma * honest) + lead_2 * honest * 2 + lead_more * honest,
            .others = tie * honest * (gamma + 2 * (1 - gamma)) + lead_0 * honest};
}

/// Earnings of the attack minus those of honest mining after `time` block intervals, in blocks,
/// when the difficulty follows exponentially: with growth g the difficulty is y(t) = g + (1 - g)
/// e^(-t/n), the chain grows at g / y(t), and the integral of that is n ln(1 - g + g e^(t/n)).
double gain_exponential(double revenue, double alpha, double growth, double constant, double time) {
    const double chain =
        time + constant * std::log(growth + (1 - growth) * std::exp(-time / constant));
    return revenue * chain - alpha * time;
}

}  // namespace

double selfish_revenue(const SelfishMiner& miner) {
    assert(miner.alpha >= 0 && miner.alpha < 0.5);
    const double alpha = miner.alpha;
    const double honest = 1 - alpha;
    const double tied = 4 * alpha + miner.gamma * (1 - 2 * alpha);
    return (alpha * honest * honest * tied - alpha * alpha * alpha) /
           (1 - alpha * (1 + (2 - alpha) * alpha));
}

double selfish_threshold(double gamma) { return (1 - gamma) / (3 - 2 * gamma); }

double chain_growth(const SelfishMiner& miner) {
    if (miner.alpha == 0) {
        return 1;
    }
    const Rates rates = rates_of(miner);
    return rates.pool + rates.others;
}

std::optional<double> intervals_to_profit(const SelfishMiner& miner, DifficultyAnswer answer,
                                          double blocks) {
    const double revenue = selfish_revenue(miner);
    const double gain_later = revenue - miner.alpha;  // in blocks per interval
    if (gain_later <= 0) {
        return std::nullopt;
    }
    const double growth = chain_growth(miner);
    if (answer == DifficultyAnswer::by_period) {
        const double first_period = blocks / growth;
        const double loss = miner.alpha * first_period - revenue * blocks;
        return first_period + loss / gain_later;
    }
    // The gain falls to a minimum and then rises for ever: bisect beyond a point where it is above
    // zero, which the asymptote gives.
    double below = 0;
    double above = 2 * revenue * blocks * -std::log(growth) / gain_later + blocks;
    for (int halving = 0; halving < 100; ++halving) {
        const double middle = (below + above) / 2;
        const bool profit = gain_exponential(revenue, miner.alpha, growth, blocks, middle) > 0;
        (profit ? above : below) = middle;
    }
    return above;
}

}  // namespace sluice::lab
