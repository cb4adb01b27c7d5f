#include "lab/study/setup.hpp"

#include "lab/input/header_file.hpp"
#include "lab/scenario/scenario_file.hpp"
#include "lab/sim/run.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"

#include <nlohmann/json.hpp>

namespace sluice::lab {
namespace {

/// What was typed must make sense.
template <class Value>
Value value_or_usage(Result<Value, std::string> result) {
    if (!result) {
        throw UsageError(result.error());
    }
    return std::move(result).value();
}

/// A file must be as it should.
template <class Value>
Value value_or_throw(Result<Value, std::string> result) {
    if (!result) {
        throw CommandError(result.error());
    }
    return std::move(result).value();
}

sim::StartChain resolve_start(const difficulty::DifficultyRule& rule,
                              const difficulty::RuleParams& params, const SetupOptions& options) {
    if (options.start_file.empty()) {
        return sim::steady_chain(rule, params);
    }
    const std::string content = value_or_throw(read_file(options.start_file));
    HeaderFile file = value_or_throw(
        parse_header_file(content, options.start_file, {.first_height = options.first_height}));
    if (file.chains.empty()) {
        throw CommandError(options.start_file +
                           ": a simulation needs the bits of every block; give a CSV with "
                           "height,time,bits or raw headers");
    }
    RecordedChain& chain = file.chains.front();
    return value_or_throw(
        sim::recorded_chain(rule, params, chain.first_height, std::move(chain.blocks)));
}

}  // namespace

sim::Scenario resolve_scenario(const SetupOptions& options) {
    sim::Scenario scenario;
    if (options.scenario.ends_with(".toml")) {
        scenario = value_or_throw(
            read_scenario(value_or_throw(read_file(options.scenario)), options.scenario));
    } else {
        scenario = *value_or_usage(sim::parse_scenario(options.scenario));
    }
    if (!options.changes.empty()) {
        scenario = value_or_usage(changed_scenario(scenario, options.changes));
    }
    scenario.blocks = options.blocks.value_or(scenario.blocks);
    scenario.warmup_blocks = options.warmup_blocks.value_or(scenario.warmup_blocks);
    return scenario;
}

sim::RunSetup resolve_setup(const RuleOptions& rule_options, const SetupOptions& options) {
    const auto [rule, params] = resolve_rule(rule_options);
    sim::RunSetup setup{.rule = rule,
                        .params = params,
                        .scenario = resolve_scenario(options),
                        .start = resolve_start(*rule, params, options),
                        .seed = options.seed};
    if (!sets_anchor(rule_options)) {  // a preset's is a point of another chain's schedule
        setup.params = sim::anchored_at_tip(params, setup.start);
    } else if (options.start_file.empty()) {
        throw UsageError(
            "an anchor is a point of a recorded chain's schedule; give that chain by "
            "--start-from");
    }
    if (const auto obstacle = sim::find_setup_error(setup)) {
        throw UsageError(*obstacle);
    }
    return setup;
}

std::string command_text(const RuleOptions& rule, const SetupOptions& options) {
    std::string text = "sluice-lab run --rule " + rule.rule;
    for (const std::string& setting : rule.settings) {
        text += " --set " + setting;
    }
    text += " --scenario " + options.scenario;
    for (const std::string& change : options.changes) {
        text += " --with " + change;
    }
    if (!options.start_file.empty()) {
        text += " --start-from " + options.start_file;
        text +=
            options.first_height ? " --first-height " + std::to_string(*options.first_height) : "";
    }
    text += options.blocks ? " --blocks " + std::to_string(*options.blocks) : "";
    text += options.warmup_blocks ? " --warmup " + std::to_string(*options.warmup_blocks) : "";
    return text + " --seeds " + std::to_string(options.seeds) + " --seed " +
           std::to_string(options.seed);
}

nlohmann::ordered_json setup_json(const RuleOptions& rule, const SetupOptions& options,
                                  const sim::RunSetup& setup) {
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const difficulty::RuleParameter& parameter : setup.rule->parameters) {
        parameters[std::string(parameter.name)] = setup.params.*parameter.member;
    }
    return {{"command", command_text(rule, options)},
            {"rule", setup.rule->name},
            {"parameters", std::move(parameters)},
            {"scenario", setup.scenario.name},
            {"blocks", setup.scenario.blocks},
            {"warmup_blocks", setup.scenario.warmup_blocks},
            {"seeds", options.seeds},
            {"seed", options.seed}};
}

std::string unequal_spacings_text(const std::set<std::int64_t>& spacings_s) {
    if (spacings_s.size() < 2) {
        return {};
    }
    const std::string most = std::to_string(*spacings_s.rbegin());
    return "the rules want blocks every " + std::to_string(*spacings_s.begin()) + " to " + most +
           " s, so their hours are different numbers of blocks; --spacing " + most +
           " puts all on one";
}

}  // namespace sluice::lab
