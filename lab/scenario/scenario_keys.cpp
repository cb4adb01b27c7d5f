#include "lab/scenario/scenario_keys.hpp"

#include <array>
#include <cstdio>

namespace sluice::lab::sim {
namespace {

constexpr double blocks_max = 1e9;             // half an hour of simulation
constexpr std::uint64_t tree_max = 5'000'000;  // blocks of a network, all kept: 1 GiB a run
constexpr double hashrate_max = 1e6;

constexpr std::array scenario_table{
    ScenarioKey<Scenario>{"blocks", "length of a run, unless the command line says otherwise",
                          &Scenario::blocks, 1, blocks_max},
    ScenarioKey<Scenario>{"warmup_blocks", "blocks simulated before the measurement",
                          &Scenario::warmup_blocks, 0, blocks_max},
    ScenarioKey<Scenario>{"until_time", "a run lasts `blocks` spacings, however many blocks come",
                          &Scenario::until_time},
    ScenarioKey<Scenario>{"start_multiple", "the warm-up goes on to a multiple of this height",
                          &Scenario::start_multiple, 1, 1e6},
    ScenarioKey<Scenario>{"base_hashrate", "of those who always mine", &Scenario::base_hashrate,
                          1e-6, hashrate_max},
    ScenarioKey<Scenario>{"growth_per_year", "factor of the hashrate in 365.25 days",
                          &Scenario::growth_per_year, 1e-3, 1e3},
    ScenarioKey<Scenario>{"sine_amplitude", "hashrate times 1 + amplitude sin(2 pi t / period)",
                          &Scenario::sine_amplitude, 0, 0.99},
    ScenarioKey<Scenario>{"sine_period_s", "period of that swing", &Scenario::sine_period_s, 60,
                          100 * year_s},
    ScenarioKey<Scenario>{"walk_variance", "variance that ln(hashrate) gains with each block",
                          &Scenario::walk_variance, 0, 1},
    ScenarioKey<Scenario>{"elasticity", "hashrate times difficulty^-elasticity",
                          &Scenario::elasticity, 0, 100},
    ScenarioKey<Scenario>{"response",
                          "measure the answer to the first step: rise, settling, overshoot",
                          &Scenario::response},
    ScenarioKey<Scenario>{"price_jump_max", "the price changes by up to this part with each block",
                          &Scenario::price_jump_max, 0, 0.5},
    ScenarioKey<Scenario>{"future_limit_s",
                          "a block timestamped further ahead of the clock is refused",
                          &Scenario::future_limit_s, 1, year_s},
};

constexpr std::array step_table{
    ScenarioKey<Step>{"factor", "the hashrate is multiplied by this", &Step::factor, 1e-6,
                      hashrate_max},
    ScenarioKey<Step>{"at_block", "blocks after the warm-up", &Step::at_block, 0, blocks_max},
    ScenarioKey<Step>{"after_s", "true seconds after the warm-up; counts instead of at_block",
                      &Step::after_s, 0, 1e12},
};

constexpr std::array miner_table{
    ScenarioKey<MinerGroup>{"hashrate", "of the group when all of it mines", &MinerGroup::hashrate,
                            1e-6, hashrate_max},
    ScenarioKey<MinerGroup>{"start_below", "on_off: comes at this difficulty, the start's being 1",
                            &MinerGroup::start_below, 1e-6, hashrate_max},
    ScenarioKey<MinerGroup>{"stop_at", "on_off: leaves at this difficulty", &MinerGroup::stop_at,
                            1e-6, hashrate_max},
    ScenarioKey<MinerGroup>{"every_blocks", "on_off: decides at multiples of this height only",
                            &MinerGroup::every_blocks, 1, 1e6},
    ScenarioKey<MinerGroup>{"band", "greedy, variable: relative cost that moves all of the group",
                            &MinerGroup::band, 0.001, 1},
    ScenarioKey<MinerGroup>{"mean_blocks", "greedy, variable: blocks over which cost is averaged",
                            &MinerGroup::mean_blocks, 1, 1000},
};

constexpr std::array timestamp_table{
    ScenarioKey<Timestamps>{"share", "part of the hashrate that does so", &Timestamps::share, 0, 1},
    ScenarioKey<Timestamps>{"offset_s", "policy offset: seconds added to the clock",
                            &Timestamps::offset_s, -year_s, year_s},
    ScenarioKey<Timestamps>{"period_blocks",
                            "policy timewarp: the last block of each such period is "
                            "timestamped honestly",
                            &Timestamps::period_blocks, 2, 1e6},
};

constexpr std::array network_table{
    ScenarioKey<Network>{"miners", "miners of equal hashrate; 0: no delay", &Network::miners, 0,
                         100},
    ScenarioKey<Network>{"delay_s", "seconds for a block from each to each other",
                         &Network::delay_s, 0, 86'400},
    ScenarioKey<Network>{"selfish_share", "part of the hashrate of a selfish miner",
                         &Network::selfish_share, 0, 0.49},
    ScenarioKey<Network>{"selfish_gamma", "part of the others that mine on his block in a tie",
                         &Network::selfish_gamma, 0, 1},
};

constexpr std::array<std::string_view, 3> kind_names{"on_off", "greedy", "variable"};
constexpr std::array<std::string_view, 5> policy_names{"honest", "earliest", "latest", "offset",
                                                       "timewarp"};

template <class Owner>
std::optional<ScenarioProblem> out_of_range(const Owner& owner,
                                            std::span<const ScenarioKey<Owner>> keys,
                                            const std::string& prefix) {
    for (const ScenarioKey<Owner>& key : keys) {
        const auto value = std::visit(
            [&](auto member) -> std::optional<double> {
                using Value = std::remove_cvref_t<decltype(owner.*member)>;
                if constexpr (std::is_same_v<Value, std::optional<double>>) {
                    return owner.*member;
                } else if constexpr (std::is_same_v<Value, bool>) {
                    return std::nullopt;
                } else {
                    return static_cast<double>(owner.*member);
                }
            },
            key.member);
        if (value && !(*value >= key.min && *value <= key.max)) {
            return ScenarioProblem{prefix + std::string(key.name),
                                   "must be " + number_text(key.min) + " to " +
                                       number_text(key.max) + ", not " + number_text(*value)};
        }
    }
    return std::nullopt;
}

/// Combinations that the simulator has no meaning for.
std::optional<ScenarioProblem> contradiction(const Scenario& scenario) {
    if (scenario.sine_amplitude > 0 && scenario.growth_per_year != 1) {
        return ScenarioProblem{"sine_amplitude",
                               "cannot be combined with growth_per_year; drop one"};
    }
    if (scenario.response && scenario.steps.empty()) {
        return ScenarioProblem{"response", "needs a step to answer to; add [[steps]]"};
    }
    if (scenario.response && !scenario.steps.front().after_s &&
        scenario.steps.front().at_block > 0) {
        return ScenarioProblem{
            "steps.1.at_block",
            "must be 0 where response is measured; set after_s for a later step"};
    }
    const Network& network = scenario.network;
    if (network.miners > 0 && network.selfish_share > 0) {
        return ScenarioProblem{"network.selfish_share",
                               "cannot be combined with network.miners; drop one"};
    }
    if (network.miners == 1) {
        return ScenarioProblem{"network.miners",
                               "must be 0 or at least 2: one miner forks nothing"};
    }
    if (network.forks() && (!scenario.miners.empty() || scenario.elasticity > 0 ||
                            scenario.timestamps.policy != Timestamps::Policy::honest)) {
        return ScenarioProblem{"network", "cannot be combined with miners, elasticity or stamps"};
    }
    if (network.forks() && (scenario.response || scenario.until_time)) {
        return ScenarioProblem{"network", "cannot be combined with response or until_time"};
    }
    if (network.forks() && scenario.blocks + scenario.warmup_blocks > tree_max) {
        return ScenarioProblem{"blocks",
                               "must be at most " + std::to_string(tree_max) +
                                   " with the warm-up where blocks compete: all of them are kept"};
    }
    const Timestamps& timestamps = scenario.timestamps;
    if (timestamps.policy == Timestamps::Policy::offset && timestamps.share == 1 &&
        timestamps.offset_s > scenario.future_limit_s) {
        return ScenarioProblem{"stamps.offset_s",
                               "would have every block refused: with share 1 it must be at most "
                               "future_limit_s, " +
                                   std::to_string(scenario.future_limit_s)};
    }
    for (std::size_t i = 0; i < scenario.miners.size(); ++i) {
        const MinerGroup& group = scenario.miners[i];
        if (group.kind == MinerGroup::Kind::on_off && group.stop_at < group.start_below) {
            return ScenarioProblem{"miners." + std::to_string(i + 1) + ".stop_at",
                                   "must be at least start_below, " +
                                       number_text(group.start_below) + ", not " +
                                       number_text(group.stop_at)};
        }
    }
    return std::nullopt;
}

}  // namespace

std::span<const ScenarioKey<Scenario>> scenario_keys() noexcept { return scenario_table; }
std::span<const ScenarioKey<Step>> step_keys() noexcept { return step_table; }
std::span<const ScenarioKey<MinerGroup>> miner_keys() noexcept { return miner_table; }
std::span<const ScenarioKey<Timestamps>> timestamp_keys() noexcept { return timestamp_table; }
std::span<const ScenarioKey<Network>> network_keys() noexcept { return network_table; }
std::span<const std::string_view> miner_kind_names() noexcept { return kind_names; }
std::span<const std::string_view> timestamp_policy_names() noexcept { return policy_names; }

std::string number_text(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), value >= 1e5 && value < 1e15 ? "%.0f" : "%.6g", value);
    return text.data();
}

std::optional<ScenarioProblem> find_problem(const Scenario& scenario) {
    if (auto problem = out_of_range(scenario, scenario_keys(), "")) {
        return problem;
    }
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        const std::string prefix = "steps." + std::to_string(i + 1) + ".";
        if (auto problem = out_of_range(scenario.steps[i], step_keys(), prefix)) {
            return problem;
        }
    }
    for (std::size_t i = 0; i < scenario.miners.size(); ++i) {
        const std::string prefix = "miners." + std::to_string(i + 1) + ".";
        if (auto problem = out_of_range(scenario.miners[i], miner_keys(), prefix)) {
            return problem;
        }
    }
    if (auto problem = out_of_range(scenario.timestamps, timestamp_keys(), "stamps.")) {
        return problem;
    }
    if (auto problem = out_of_range(scenario.network, network_keys(), "network.")) {
        return problem;
    }
    return contradiction(scenario);
}

}  // namespace sluice::lab::sim
