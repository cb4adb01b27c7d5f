#include "lab/commands/commands.hpp"

#include "base/hex.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace sluice::lab {
namespace {

struct RulesOptions {
    std::string rule;  // empty: all
};

/// Whether the embedded chain and `live` can run it, for people.
std::string timestamp_text(const difficulty::NamedRule& named) {
    return reads_next_time(*named.rule, named.params)
               ? "depend on the timestamp of the block to be mined, which miners "
                 "roll: no live chain"
               : "follow from the blocks before";
}

std::vector<const difficulty::ChainPreset*> presets_of(const difficulty::DifficultyRule& rule) {
    std::vector<const difficulty::ChainPreset*> presets;
    for (const difficulty::ChainPreset& preset : difficulty::chain_presets()) {
        if (preset.rule == &rule) {
            presets.push_back(&preset);
        }
    }
    return presets;
}

nlohmann::ordered_json rule_json(const difficulty::NamedRule& named) {
    const auto& [rule, params] = named;
    auto parameters = nlohmann::ordered_json::array();
    for (const difficulty::RuleParameter& parameter : settable_parameters(*rule)) {
        parameters.push_back({{"name", parameter.name},
                              {"default", params.*parameter.member},
                              {"min", parameter.min},
                              {"max", parameter.max}});
    }
    auto presets = nlohmann::ordered_json::array();
    for (const difficulty::ChainPreset* preset : presets_of(*rule)) {
        presets.push_back(preset->name);
    }
    const std::string anchor = anchor_text(*rule, params.anchor);
    return {{"rule", rule->name},
            {"description", rule->description},
            {"source", rule->source},
            {"weakness", rule->weakness},
            {"parameters", std::move(parameters)},
            {"pow_limit_bits", to_hex_be32(params.pow_limit_bits)},
            {"anchor", anchor.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(anchor)},
            {"blocks_read", rule->reach(params)},
            {"reads_next_time", reads_next_time(*rule, params)},
            {"presets", std::move(presets)}};
}

/// Parameters are positive or zero in every rule but the gains of pid.
ResultTable parameter_table(const difficulty::NamedRule& named) {
    ResultTable table(
        {{"parameter", "parameter"}, {"default", "default"}, {"min", "from"}, {"max", "to"}});
    const auto cell = [](std::int64_t value) { return std::to_string(value); };
    for (const difficulty::RuleParameter& parameter : settable_parameters(*named.rule)) {
        table.add_row({std::string(parameter.name), cell(named.params.*parameter.member),
                       cell(parameter.min), cell(parameter.max)});
    }
    return table;
}

ResultTable preset_table() {
    ResultTable table({{.key = "preset", .title = "preset", .width = 24},
                       {.key = "rule", .title = "rule", .width = 15},
                       {.key = "settings", .title = "settings and anchor", .width = 36},
                       {.key = "source", .title = ""}});
    for (const difficulty::ChainPreset& preset : difficulty::chain_presets()) {
        std::string settings = settings_text(*preset.rule, preset.params, false);
        const std::string anchor = anchor_text(*preset.rule, preset.params.anchor);
        settings += (settings.empty() || anchor.empty() ? "" : " ") + anchor;
        table.add_row({std::string(preset.name), std::string(preset.rule->name), settings,
                       std::string(preset.source)});
    }
    return table;
}

/// Name, parameters with their defaults, source and weakness of every rule.
CommandReport all_rules() {
    ResultTable table({{.key = "rule", .title = "rule", .width = 13},
                       {.key = "parameters", .title = "parameters", .width = 20},
                       {.key = "description", .title = "what it does"},
                       {.key = "source", .title = ""},
                       {.key = "weakness", .title = ""}});
    auto json = nlohmann::ordered_json::array();
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        table.add_row({std::string(rule->name), settings_text(*rule, rule->defaults, true),
                       std::string(rule->description), std::string(rule->source),
                       std::string(rule->weakness)});
        json.push_back(rule_json({rule, rule->defaults}));
    }
    return {
        .text = {table.to_text(), "\nChains that have one of these with numbers of their own:\n\n",
                 preset_table().to_text(),
                 "\n`sluice-lab rules NAME` has the source and the weakness of each.\n"},
        .table = table,
        .json = json};
}

/// All that its row says; as CSV its parameters.
CommandReport one_rule(const difficulty::NamedRule& named) {
    const difficulty::DifficultyRule& rule = *named.rule;
    const difficulty::Height reach = rule.reach(named.params);
    const std::string anchor = anchor_text(rule, named.params.anchor);
    std::ostringstream text;
    text << rule.name << ": " << rule.description << "\n\nsource:    " << rule.source
         << "\nweakness:  " << rule.weakness << "\nreads:     the newest "
         << (reach == 1 ? "block" : std::to_string(reach) + " blocks with these parameters")
         << "\nits bits:  " << timestamp_text(named) << "\neasiest:   bits "
         << to_hex_be32(named.params.pow_limit_bits) << '\n';
    if (rule.anchor != difficulty::AnchorForm::none) {
        text << "anchor:    " << (anchor.empty() ? "the first block" : anchor) << '\n';
    }
    for (const difficulty::ChainPreset* preset : presets_of(rule)) {
        text << "preset:    " << preset->name << " (" << preset->source << ")\n";
    }
    text << '\n';
    const ResultTable table = parameter_table(named);
    return {.text = {text.str(), table.to_text()}, .table = table, .json = rule_json(named)};
}

CommandReport run(const RulesOptions& options) {
    if (options.rule.empty()) {
        return all_rules();
    }
    const auto rule = difficulty::parse_rule_or_preset(options.rule);
    if (!rule) {
        throw UsageError(rule.error());
    }
    return one_rule(*rule);
}

}  // namespace

void add_rules_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<RulesOptions>();
    CLI::App* command = app.add_subcommand("rules", "List the difficulty rules, or show one");
    command->add_option("rule", options->rule, "Show this rule or preset in full [list all]");
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
