#include "difficulty/lab/rules_command.hpp"

#include "difficulty/lab/command_error.hpp"
#include "difficulty/lab/setup_options.hpp"
#include "protocol/hex.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace sluice::difficulty {
namespace {

struct RulesOptions {
    std::string rule;  // empty: all
    OutputFormat format = OutputFormat::table;
};

/// Whether the embedded chain and `live` can run it, for people.
std::string stamp_text(const DifficultyRule& rule) {
    return rule.reads_next_time ? "depend on the stamp of the block to be mined, which miners "
                                  "roll: no live chain"
                                : "follow from the blocks before";
}

nlohmann::ordered_json rule_json(const DifficultyRule& rule) {
    auto parameters = nlohmann::ordered_json::array();
    for (const RuleParameter& parameter : rule.parameters) {
        parameters.push_back({{"name", parameter.name},
                              {"default", rule.defaults.*parameter.member},
                              {"min", parameter.min},
                              {"max", parameter.max}});
    }
    return {{"rule", rule.name},
            {"description", rule.description},
            {"source", rule.source},
            {"weakness", rule.weakness},
            {"parameters", std::move(parameters)},
            {"pow_limit_bits", protocol::to_hex_be32(rule.defaults.pow_limit_bits)},
            {"blocks_read", rule.reach(rule.defaults)},
            {"reads_next_time", rule.reads_next_time}};
}

/// Parameters are positive or zero in every rule.
ResultTable parameter_table(const DifficultyRule& rule) {
    ResultTable table(
        {{"parameter", "parameter"}, {"default", "default"}, {"min", "from"}, {"max", "to"}});
    const auto cell = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
    for (const RuleParameter& parameter : rule.parameters) {
        table.add_row({std::string(parameter.name), cell(rule.defaults.*parameter.member),
                       cell(parameter.min), cell(parameter.max)});
    }
    return table;
}

void run(const RulesOptions& options) {
    if (options.rule.empty()) {
        print_rules(std::cout, options.format);
        return;
    }
    const auto rule = rule_named(options.rule);
    if (!rule) {
        throw CommandError(rule.error());
    }
    print_rule(std::cout, **rule, options.format);
}

}  // namespace

void add_rules_command(CLI::App& app) {
    auto options = std::make_shared<RulesOptions>();
    CLI::App* command = app.add_subcommand("rules", "List the difficulty rules, or show one");
    command->add_option("rule", options->rule, "Show this rule in full [list all]");
    add_format_options(*command, options->format);
    command->callback([options] { run(*options); });
}

void print_rules(std::ostream& out, OutputFormat format) {
    if (format == OutputFormat::json) {
        auto rules = nlohmann::ordered_json::array();
        for (const DifficultyRule* rule : difficulty_rules()) {
            rules.push_back(rule_json(*rule));
        }
        out << rules.dump(2) << '\n';
        return;
    }
    ResultTable table({{.key = "rule", .title = "rule", .width = 13},
                       {.key = "parameters", .title = "parameters", .width = 20},
                       {.key = "description", .title = "what it does", .width = 26},
                       {.key = "source", .title = "source", .width = 26},
                       {.key = "weakness", .title = "weakness", .width = 30}});
    for (const DifficultyRule* rule : difficulty_rules()) {
        table.add_row({std::string(rule->name), settings_text(*rule, rule->defaults, true),
                       std::string(rule->description), std::string(rule->source),
                       std::string(rule->weakness)});
    }
    table.print(out, format);
}

void print_rule(std::ostream& out, const DifficultyRule& rule, OutputFormat format) {
    if (format == OutputFormat::json) {
        out << rule_json(rule).dump(2) << '\n';
        return;
    }
    if (format == OutputFormat::table) {
        const Height reach = rule.reach(rule.defaults);
        out << rule.name << ": " << rule.description << "\n\nsource:    " << rule.source
            << "\nweakness:  " << rule.weakness << "\nreads:     the newest "
            << (reach == 1 ? "block" : std::to_string(reach) + " blocks with these parameters")
            << "\nits bits:  " << stamp_text(rule) << "\neasiest:   bits "
            << protocol::to_hex_be32(rule.defaults.pow_limit_bits) << "\n\n";
    }
    parameter_table(rule).print(out, format);
}

}  // namespace sluice::difficulty
