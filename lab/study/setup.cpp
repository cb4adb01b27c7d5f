#include "lab/study/setup.hpp"

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

RecordedChain read_chain(const std::string& path, std::optional<std::uint64_t> first_height) {
    const std::string content = value_or_throw(read_file(path));
    HeaderFile file =
        value_or_throw(parse_header_file(content, path, {.first_height = first_height}));
    if (file.chains.empty()) {
        throw CommandError(path +
                           ": a simulation needs the bits of every block; give a CSV with "
                           "height,time,bits or raw headers");
    }
    return std::move(file.chains.front());
}

}  // namespace

sim::StartChain RunStart::chain_for(const difficulty::DifficultyRule& rule,
                                    const difficulty::RuleParams& params) {
    if (!is_recorded()) {
        return sim::steady_chain(rule, params);
    }
    if (!recorded_) {
        recorded_ = read_chain(path_, first_height_);
    }
    return value_or_throw(
        sim::recorded_chain(rule, params, recorded_->first_height, recorded_->blocks));
}

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

sim::RunSetup make_setup(const RuleSetup& rule, const sim::Scenario& scenario, RunStart& start,
                         std::uint64_t seed) {
    sim::RunSetup setup{.rule = rule.rule,
                        .params = rule.params,
                        .scenario = scenario,
                        .start = start.chain_for(*rule.rule, rule.params),
                        .seed = seed};
    if (!rule.sets_anchor()) {  // a preset's is a point of another chain's schedule
        setup.params = sim::anchored_at_tip(rule.params, setup.start);
    } else if (!start.is_recorded()) {
        throw UsageError(
            "an anchor is a point of a recorded chain's schedule; give that chain by "
            "--start-from");
    }
    if (const auto obstacle = sim::find_setup_error(setup)) {
        throw UsageError(*obstacle);
    }
    return setup;
}

sim::RunSetup resolve_setup(const RuleSetup& rule, const SetupOptions& options) {
    const sim::Scenario scenario = resolve_scenario(options);
    RunStart start(options);
    return make_setup(rule, scenario, start, options.seed);
}

std::string command_text(const RuleSetup& rule, const SetupOptions& options) {
    std::string text = "sluice-lab run" + rule_arguments(rule) + " --scenario " + options.scenario;
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

nlohmann::ordered_json setup_json(const RuleSetup& rule, const SetupOptions& options,
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
