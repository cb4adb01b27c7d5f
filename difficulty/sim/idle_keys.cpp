#include "difficulty/sim/idle_keys.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace sluice::difficulty::sim {
namespace {

struct Key {
    std::string_view name;
    bool set;        ///< to another value than the default
    bool effective;  ///< as the other keys are
    std::string_view remedy;
};

std::optional<ScenarioProblem> first_idle(const std::string& prefix, std::span<const Key> keys) {
    const auto idle =
        std::ranges::find_if(keys, [](const Key& key) { return key.set && !key.effective; });
    if (idle == keys.end()) {
        return std::nullopt;
    }
    return ScenarioProblem{prefix + std::string(idle->name),
                           "has no effect here; " + std::string(idle->remedy)};
}

std::optional<ScenarioProblem> idle_stamp_key(const Scenario& scenario) {
    using Policy = Stamps::Policy;
    const Stamps& stamps = scenario.stamps;
    const Stamps defaults;
    const bool ahead = stamps.policy == Policy::latest || stamps.policy == Policy::offset;
    const std::array keys{
        Key{"stamps.share", stamps.share != defaults.share, stamps.policy != Policy::honest,
            "set stamps.policy to earliest, latest, offset or timewarp"},
        Key{"stamps.offset_s", stamps.offset_s != defaults.offset_s,
            stamps.policy == Policy::offset, "set stamps.policy to offset"},
        Key{"stamps.period_blocks", stamps.period_blocks != defaults.period_blocks,
            stamps.policy == Policy::timewarp, "set stamps.policy to timewarp"},
        Key{"future_limit_s", scenario.future_limit_s != Scenario{}.future_limit_s, ahead,
            "set stamps.policy to latest or offset: no other stamps come near the limit"},
    };
    return first_idle("", keys);
}

std::optional<ScenarioProblem> idle_network_key(const Scenario& scenario) {
    const Network& network = scenario.network;
    const std::array keys{
        Key{"network.delay_s", network.delay_s > 0, network.miners > 0,
            "set network.miners to at least 2"},
        Key{"network.selfish_gamma", network.selfish_gamma > 0, network.selfish_share > 0,
            "set network.selfish_share"},
        Key{"start_multiple", scenario.start_multiple > 1, !network.forks(),
            "drop it, or the network: where blocks compete, heights are not waited for"},
    };
    return first_idle("", keys);
}

std::optional<ScenarioProblem> idle_miner_key(const MinerGroup& group, const std::string& prefix) {
    const MinerGroup defaults;
    const bool on_off = group.kind == MinerGroup::Kind::on_off;
    constexpr std::string_view needs_on_off = "it is of miners of the kind on_off";
    constexpr std::string_view needs_cost = "it is of miners of the kind greedy or variable";
    const std::array keys{
        Key{"start_below", group.start_below != defaults.start_below, on_off, needs_on_off},
        Key{"stop_at", group.stop_at != defaults.stop_at, on_off, needs_on_off},
        Key{"every_blocks", group.every_blocks != defaults.every_blocks, on_off, needs_on_off},
        Key{"band", group.band != defaults.band, !on_off, needs_cost},
        Key{"mean_blocks", group.mean_blocks != defaults.mean_blocks, !on_off, needs_cost},
    };
    return first_idle(prefix, keys);
}

std::optional<ScenarioProblem> idle_hashrate_key(const Scenario& scenario) {
    const bool follows_price = std::ranges::any_of(scenario.miners, [](const MinerGroup& group) {
        return group.kind != MinerGroup::Kind::on_off;
    });
    const std::array keys{
        Key{"sine_period_s", scenario.sine_period_s != Scenario{}.sine_period_s,
            scenario.sine_amplitude > 0, "set sine_amplitude"},
        Key{"price_jump_max", scenario.price_jump_max > 0, follows_price,
            "add [[miners]] of the kind greedy or variable, who follow the price"},
    };
    return first_idle("", keys);
}

}  // namespace

std::optional<ScenarioProblem> find_idle_key(const Scenario& scenario) {
    for (const auto find : {idle_hashrate_key, idle_stamp_key, idle_network_key}) {
        if (auto problem = find(scenario)) {
            return problem;
        }
    }
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        const Step& step = scenario.steps[i];
        const Key at_block{"at_block", step.at_block > 0, !step.after_s, "drop it, or after_s"};
        if (auto problem = first_idle("steps." + std::to_string(i + 1) + ".", {&at_block, 1})) {
            return problem;
        }
    }
    for (std::size_t i = 0; i < scenario.miners.size(); ++i) {
        if (auto problem =
                idle_miner_key(scenario.miners[i], "miners." + std::to_string(i + 1) + ".")) {
            return problem;
        }
    }
    return std::nullopt;
}

}  // namespace sluice::difficulty::sim
