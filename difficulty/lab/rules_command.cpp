#include "difficulty/lab/rules_command.hpp"

#include "difficulty/lab/text_table.hpp"
#include "difficulty/rule.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

namespace sluice::difficulty {
namespace {

std::string parameters_text(const DifficultyRule& rule) {
    std::string text;
    for (const RuleParameter& parameter : rule.parameters) {
        text += text.empty() ? "" : " ";
        text += parameter.name;
        text += '=' + std::to_string(rule.defaults.*parameter.member);
    }
    return text;
}

}  // namespace

void add_rules_command(CLI::App& app) {
    app.add_subcommand("rules", "List the difficulty rules")->callback([] {
        print_rules(std::cout);
    });
}

void print_rules(std::ostream& out) {
    TextTable table{
        {"rule", 13}, {"parameters", 20}, {"what it does", 26}, {"source", 26}, {"weakness", 30}};
    for (const DifficultyRule* rule : difficulty_rules()) {
        table.add_row({std::string(rule->name), parameters_text(*rule),
                       std::string(rule->description), std::string(rule->source),
                       std::string(rule->weakness)});
    }
    table.print(out);
}

}  // namespace sluice::difficulty
