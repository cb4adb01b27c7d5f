#include "lab/scenario/idle_keys.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace sluice::lab::sim {
namespace {

struct Key {
    std::string_view name;
    bool set;        ///< to another value than the default
    bool effective;  ///< as the other keys are
    std::string_view remedy;
};

using Problems = std::vector<ScenarioProblem>;

void add_idle(const std::string& prefix, std::span<const Key> keys, Problems& problems) {
    for (const Key& key : keys) {
        if (key.set && !key.effective) {
            problems.push_back(
                {prefix + std::string(key.name), "has no effect here; " + std::string(key.remedy)});
        }
    }
}

void add_idle_timestamp_keys(const Scenario& scenario, Problems& problems) {
    using Policy = Timestamps::Policy;
    const Timestamps& timestamps = scenario.timestamps;
    const Timestamps defaults;
    const bool ahead = timestamps.policy == Policy::latest || timestamps.policy == Policy::offset;
    const std::array keys{
        Key{"stamps.share", timestamps.share != defaults.share, timestamps.policy != Policy::honest,
            "set stamps.policy to earliest, latest, offset or timewarp"},
        Key{"stamps.offset_s", timestamps.offset_s != defaults.offset_s,
            timestamps.policy == Policy::offset, "set stamps.policy to offset"},
        Key{"stamps.period_blocks", timestamps.period_blocks != defaults.period_blocks,
            timestamps.policy == Policy::timewarp, "set stamps.policy to timewarp"},
        Key{"future_limit_s", scenario.future_limit_s != Scenario{}.future_limit_s, ahead,
            "set stamps.policy to latest or offset: no other timestamps come near the limit"},
    };
    add_idle("", keys, problems);
}

void add_idle_network_keys(const Scenario& scenario, Problems& problems) {
    const Network& network = scenario.network;
    const std::array keys{
        Key{"network.delay_s", network.delay_s > 0, network.miners > 0,
            "set network.miners to at least 2"},
        Key{"network.selfish_gamma", network.selfish_gamma > 0, network.selfish_share > 0,
            "set network.selfish_share"},
        Key{"start_multiple", scenario.start_multiple > 1, !network.forks(),
            "drop it, or the network: where blocks compete, heights are not waited for"},
    };
    add_idle("", keys, problems);
}

void add_idle_miner_keys(const MinerGroup& group, const std::string& prefix, Problems& problems) {
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
    add_idle(prefix, keys, problems);
}

void add_idle_hashrate_keys(const Scenario& scenario, Problems& problems) {
    const bool follows_price = std::ranges::any_of(scenario.miners, [](const MinerGroup& group) {
        return group.kind != MinerGroup::Kind::on_off;
    });
    const std::array keys{
        Key{"sine_period_s", scenario.sine_period_s != Scenario{}.sine_period_s,
            scenario.sine_amplitude > 0, "set sine_amplitude"},
        Key{"price_jump_max", scenario.price_jump_max > 0, follows_price,
            "add [[miners]] of the kind greedy or variable, who follow the price"},
    };
    add_idle("", keys, problems);
}

}  // namespace

std::vector<ScenarioProblem> find_idle_keys(const Scenario& scenario) {
    Problems problems;
    add_idle_hashrate_keys(scenario, problems);
    add_idle_timestamp_keys(scenario, problems);
    add_idle_network_keys(scenario, problems);
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        const Step& step = scenario.steps[i];
        const Key at_block{"at_block", step.at_block > 0, !step.after_s, "drop it, or after_s"};
        add_idle("steps." + std::to_string(i + 1) + ".", {&at_block, 1}, problems);
    }
    for (std::size_t i = 0; i < scenario.miners.size(); ++i) {
        add_idle_miner_keys(scenario.miners[i], "miners." + std::to_string(i + 1) + ".", problems);
    }
    return problems;
}

}  // namespace sluice::lab::sim
