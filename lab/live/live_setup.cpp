#include "lab/live/live_setup.hpp"

#include "base/join.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/number_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::lab {
namespace {

constexpr std::uint32_t embedded_limit_bits = 0x207f'ffff;  // the embedded chain's easiest target
constexpr double default_seconds = 45;                      // a whole run stays below a minute
constexpr double after_last_step_s = 20;

/// The memory that a rule gets unless the user sets another, in spacings or blocks.
struct ShortMemory {
    std::string_view name;
    std::int64_t difficulty::RuleParams::*member;
    std::int64_t blocks;
    bool in_seconds;
};
constexpr std::array short_memories{
    ShortMemory{"half_life_s", &difficulty::RuleParams::half_life_s, 15, true},
    ShortMemory{"window_blocks", &difficulty::RuleParams::window_blocks, 20, false},
};

std::string live_rules() {
    std::vector<std::string_view> names;
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        if (!difficulty::reads_next_time(*rule, rule->defaults)) {
            names.push_back(rule->name);
        }
    }
    return join(names);
}

}  // namespace

std::pair<const difficulty::DifficultyRule*, difficulty::RuleParams> resolve_live_rule(
    const RuleOptions& options, std::int64_t spacing_s) {
    const auto named = difficulty::parse_rule(options.rule);
    if (!named) {
        throw UsageError(named.error());
    }
    const difficulty::DifficultyRule& rule = **named;
    if (difficulty::reads_next_time(rule, rule.defaults)) {
        throw UsageError("rule " + options.rule +
                         " cannot run live: its bits depend on the timestamp of the block to be "
                         "mined, which miners roll; live can run " +
                         live_rules());
    }
    difficulty::RuleParams params = rule.defaults;
    params.spacing_s = spacing_s;
    params.pow_limit_bits = embedded_limit_bits;
    params.anchor.reset();
    for (const ShortMemory& memory : short_memories) {
        const auto row =
            std::ranges::find(rule.parameters, memory.name, &difficulty::RuleParameter::name);
        if (row != rule.parameters.end()) {
            const std::int64_t wanted = memory.blocks * (memory.in_seconds ? spacing_s : 1);
            params.*memory.member = std::clamp(wanted, row->min, row->max);
        }
    }
    for (const std::string& setting : options.settings) {
        const std::size_t equals = std::min(setting.find('='), setting.size());
        const std::string name = setting.substr(0, equals);
        set_parameter(
            rule, params,
            parse_parameter(rule, name, equals < setting.size() ? setting.substr(equals + 1) : ""));
        if (std::ranges::find(short_memories, name, &ShortMemory::name) == short_memories.end()) {
            throw UsageError("a live chain has " + name + " from " +
                             (name == "spacing_s" ? "--interval" : "the rule's own defaults") +
                             "; --set can change half_life_s or window_blocks");
        }
    }
    if (const auto valid = difficulty::check_params(rule, params); !valid) {
        throw UsageError(valid.error());
    }
    return {&rule, params};
}

std::pair<HashrateScript, double> resolve_script(const std::string& steps,
                                                 std::optional<double> seconds) {
    if (steps.empty()) {
        const double total_s = seconds.value_or(default_seconds);
        return {dip_script(total_s), total_s};
    }
    auto script = parse_hashrate_script(steps);
    if (!script) {
        throw UsageError(script.error());
    }
    const double last_s = script->phases.back().from_s;
    const double total_s = seconds.value_or(std::max(default_seconds, last_s + after_last_step_s));
    if (last_s >= total_s) {
        throw UsageError("the hashrate script's last step comes at " + exact_text(last_s) +
                         " s, and the run ends at " + exact_text(total_s) + " s; give --seconds " +
                         exact_text(last_s + after_last_step_s) + " or an earlier step");
    }
    return {std::move(script).value(), total_s};
}

}  // namespace sluice::lab
