#include "lab/sim/selfish_profit.hpp"

#include "lab/sim/chain_sim.hpp"
#include "lab/sim/fork_sim.hpp"

#include <algorithm>
#include <numeric>

namespace sluice::lab::sim {
namespace {

constexpr std::size_t bitcoin_period = 2016;
constexpr std::uint64_t blocks_at_once = 64;
constexpr double found_per_spacing_max = 100;  // a rule may let the difficulty collapse
constexpr std::size_t profit_groups_max = 50;

/// The mean of all runs but those of one group of every `groups`-th; all if `group` is `groups`.
std::vector<double> mean_without(std::span<const std::vector<double>> gains, std::size_t group,
                                 std::size_t groups) {
    std::vector<double> mean(gains.front().size());
    double count = 0;
    for (std::size_t run = 0; run < gains.size(); ++run) {
        if (run % groups == group) {
            continue;
        }
        ++count;
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i] += gains[run][i];
        }
    }
    std::ranges::for_each(mean, [&](double& gain) { gain /= count; });
    return mean;
}

/// The last rise above zero, in intervals of the grid since the attack began; between points, of
/// which the first lies an interval after it, the gain is taken for straight.
std::optional<double> last_rise(const std::vector<double>& gain) {
    if (gain.back() <= 0) {
        return std::nullopt;
    }
    std::size_t above = gain.size() - 1;
    while (above > 0 && gain[above - 1] > 0) {
        --above;
    }
    const double before = above > 0 ? gain[above - 1] : 0;
    return static_cast<double>(above) - before / (gain[above] - before);
}

}  // namespace

RunSetup selfish_setup(const difficulty::DifficultyRule& rule, const difficulty::RuleParams& params,
                       double selfish_share, double selfish_gamma) {
    const auto needed = static_cast<std::size_t>(rule.reach(params)) + 1;
    const std::size_t periods = (needed + bitcoin_period - 1) / bitcoin_period;
    RunSetup setup{.rule = &rule,
                   .params = params,
                   .start = steady_chain_of(periods * bitcoin_period, params.spacing_s)};
    setup.params = anchored_at_tip(params, setup.start);
    setup.scenario.name = "selfish";
    setup.scenario.network = {.selfish_share = selfish_share, .selfish_gamma = selfish_gamma};
    return setup;
}

std::vector<double> selfish_gain(const RunSetup& setup, std::uint64_t stream, double horizon_s,
                                 std::size_t points) {
    const double interval_s = horizon_s / static_cast<double>(points);
    const double found_max =
        found_per_spacing_max * horizon_s / static_cast<double>(setup.params.spacing_s);
    std::vector<double> gain(points);
    const auto add = [&](const FoundBlock& block, double amount) {
        if (const auto point = static_cast<std::size_t>(block.time_s / interval_s);
            point < points) {
            gain[point] += amount;
        }
    };

    ForkSim attacked(setup, stream);
    do {
        attacked.run(blocks_at_once);
    } while (attacked.now_s() < horizon_s && static_cast<double>(attacked.found()) < found_max);
    for (const FoundBlock& block : attacked.best_chain()) {
        if (block.finder == ForkSim::selfish_miner) {
            add(block, 1);
        }
    }

    RunSetup at_peace = setup;
    at_peace.scenario.network = {};
    ChainSim honest(at_peace, stream);
    for (double found = 0; honest.now_s() < horizon_s && found < found_max; ++found) {
        add(honest.next(), -setup.scenario.network.selfish_share);
    }
    std::partial_sum(gain.begin(), gain.end(), gain.begin());
    return gain;
}

std::optional<Estimate> time_to_profit(std::span<const std::vector<double>> gains,
                                       double horizon_s) {
    const std::size_t groups = std::min(gains.size(), profit_groups_max);
    const double interval_s = horizon_s / static_cast<double>(gains.front().size());
    const auto time_without = [&](std::size_t group) -> std::optional<double> {
        const auto rise = last_rise(mean_without(gains, group, groups));
        return rise ? std::optional(*rise * interval_s) : std::nullopt;
    };
    const auto time_s = time_without(groups);
    if (!time_s) {
        return std::nullopt;
    }
    std::vector<double> partial;
    for (std::size_t group = 0; group < groups; ++group) {
        partial.push_back(time_without(group).value_or(horizon_s));
    }
    return Estimate{*time_s, jackknife_half_width(partial)};
}

}  // namespace sluice::lab::sim
