// The scenarios that everybody asks about, as data.

#include "lab/scenario/scenario.hpp"

#include "base/nearest_name.hpp"

#include <algorithm>
#include <string>

namespace sluice::lab::sim {
namespace {

constexpr std::uint64_t period = 2016;  // Bitcoin's retarget period, in blocks

Scenario named(std::string name, std::string description) {
    return {.name = std::move(name), .description = std::move(description)};
}

/// From steady hashrate to `factor` times it, watched for `blocks` spacings.
Scenario step(std::string name, std::string description, double factor,
              std::uint64_t start_multiple = 1) {
    Scenario scenario = named(std::move(name), std::move(description));
    scenario.blocks = 20 * period;
    scenario.warmup_blocks = 2 * period + period / 2;
    scenario.until_time = true;
    scenario.start_multiple = start_multiple;
    scenario.steps = {{.factor = factor}};
    scenario.response = true;
    return scenario;
}

Scenario on_off(std::string name, std::string description, MinerGroup attacker) {
    Scenario scenario = named(std::move(name), std::move(description));
    scenario.miners = {attacker};
    return scenario;
}

/// Shares and behaviour of the Bitcoin Cash simulator of 2017 (kyuupichan/difficulty): of its 500
/// PH at the start 300 stay, and 2000 PH come and go.
Scenario price_walk(std::string name, std::string description,
                    std::vector<MinerGroup::Kind> kinds) {
    Scenario scenario = named(std::move(name), std::move(description));
    scenario.base_hashrate = 0.6;
    scenario.price_jump_max = 0.0025;
    for (const MinerGroup::Kind kind : kinds) {
        MinerGroup group{.kind = kind, .hashrate = 4};
        group.band = kind == MinerGroup::Kind::greedy ? 0.10 : 0.15;
        scenario.miners.push_back(group);
    }
    return scenario;
}

Scenario timestamped(std::string name, std::string description, Timestamps timestamps) {
    Scenario scenario = named(std::move(name), std::move(description));
    scenario.timestamps = timestamps;
    return scenario;
}

Scenario forked(std::string name, std::string description, Network network) {
    Scenario scenario = named(std::move(name), std::move(description));
    scenario.blocks = 20'000;
    scenario.network = network;
    return scenario;
}

template <class Change>
Scenario drifting(std::string name, std::string description, Change change) {
    Scenario scenario = named(std::move(name), std::move(description));
    change(scenario);
    return scenario;
}

std::vector<Scenario> hashrate_scenarios() {
    return {
        named("steady", "Constant hashrate, honest clocks"),
        step("step-x2", "Hashrate doubles at once", 2),
        step("step-x10", "Hashrate rises tenfold at once", 10),
        step("step-half", "Half of the hashrate leaves at once", 0.5),
        step("step-tenth", "Nine tenths of the hashrate leave at once", 0.1),
        step("drop-90", "Nine tenths leave just after a retarget of Bitcoin's rule", 0.1, period),
        drifting("growth", "Hashrate doubles in a year, steadily",
                 [](Scenario& s) { s.growth_per_year = 2; }),
        drifting("sinusoid", "Hashrate swings by half, once a day",
                 [](Scenario& s) { s.sine_amplitude = 0.5; }),
        drifting("random-walk", "ln(hashrate) walks by 0.01 a block, at random",
                 [](Scenario& s) { s.walk_variance = 1e-4; }),
        drifting("elastic", "Hashrate follows 1/sqrt(difficulty)",
                 [](Scenario& s) { s.elasticity = 0.5; }),
        drifting("elastic-strong",
                 "Hashrate follows 1/difficulty^1.5, beyond what Bitcoin's rule bears",
                 [](Scenario& s) { s.elasticity = 1.5; }),
    };
}

std::vector<Scenario> miner_scenarios() {
    using Kind = MinerGroup::Kind;
    return {
        on_off("on-off",
               "An attacker of 6x comes below 1.30 of the base difficulty, leaves at 1.35",
               {.kind = Kind::on_off, .hashrate = 6}),
        on_off("jumper", "A miner of 1x decides every 2016 blocks whether to stay",
               {.kind = Kind::on_off,
                .hashrate = 1,
                .start_below = 1.5,
                .stop_at = 1.5,
                .every_blocks = period}),
        price_walk("greedy", "Miners of 4x leave and join together when the price walks by 10 %",
                   {Kind::greedy}),
        price_walk("variable", "Miners of 4x follow a walking price in proportion",
                   {Kind::variable}),
        price_walk("price-walk", "Greedy and variable miners of 4x each follow a walking price",
                   {Kind::variable, Kind::greedy}),
    };
}

std::vector<Scenario> clock_and_network_scenarios() {
    using Policy = Timestamps::Policy;
    return {
        timestamped("stamps-earliest", "40 % of the hashrate gives the median time past + 1",
                    {.policy = Policy::earliest, .share = 0.4}),
        timestamped("stamps-latest", "40 % of the hashrate gives timestamps two hours ahead",
                    {.policy = Policy::latest, .share = 0.4}),
        timestamped("timewarp",
                    "All give timestamps as early as allowed, except each 2016th block",
                    {.policy = Policy::timewarp, .share = 1}),
        forked("delay", "Ten miners hear of each other's blocks after 10 s",
               {.miners = 10, .delay_s = 10}),
        forked("selfish", "A selfish miner of 35 %, whose block half of the others follow in a tie",
               {.selfish_share = 0.35, .selfish_gamma = 0.5}),
    };
}

std::vector<Scenario> make_table() {
    std::vector<Scenario> table = hashrate_scenarios();
    for (const auto& more : {miner_scenarios(), clock_and_network_scenarios()}) {
        table.insert(table.end(), more.begin(), more.end());
    }
    return table;
}

}  // namespace

std::span<const Scenario> scenarios() {
    static const std::vector<Scenario> table = make_table();
    return table;
}

Result<const Scenario*, std::string> parse_scenario(std::string_view name) {
    const auto row = std::ranges::find(scenarios(), name, &Scenario::name);
    if (row != scenarios().end()) {
        return &*row;
    }
    std::vector<std::string_view> names;
    for (const Scenario& scenario : scenarios()) {
        names.emplace_back(scenario.name);
    }
    return Unexpected{"unknown scenario '" + std::string(name) + "'; " +
                      did_you_mean(name, names, "sluice-lab scenarios lists them")};
}

}  // namespace sluice::lab::sim
