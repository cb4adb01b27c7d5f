#include "difficulty/lab/attack_command.hpp"

#include "difficulty/lab/command_error.hpp"
#include "difficulty/lab/metric_output.hpp"
#include "difficulty/lab/setup_options.hpp"
#include "difficulty/lab/stamp_attack_cases.hpp"
#include "difficulty/lab/text_table.hpp"
#include "difficulty/sim/stamp_attack.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <vector>

namespace sluice::difficulty {
namespace {

constexpr std::uint64_t total_blocks_max = 100'000;

struct AttackOptions {
    RuleOptions rule;
    sim::StampAttack attack;
    bool search = false;
    bool json = false;
};

/// An attack that was tried, with what the public comparison says of it, if anything.
struct Outcome {
    std::string name;
    std::string settings;
    sim::StampAttack attack;
    sim::StampAttackResult result;
    double published = sim::not_measured;
    std::string remark = {};
};

std::string percent(double part) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f %%", 100 * part);
    return std::isnan(part) ? "-" : text.data();
}

Outcome try_attack(const RuleOptions& options, const sim::StampAttack& attack) {
    const auto [rule, params] = resolve_rule(options);
    RuleParams from_genesis = params;
    from_genesis.anchor.reset();  // that of another chain
    return {.name = options.rule,
            .settings = settings_text(*rule, params, false),
            .attack = attack,
            .result = run_stamp_attack(*rule, from_genesis, attack)};
}

std::vector<Outcome> try_published() {
    std::vector<Outcome> outcomes;
    for (const StampAttackCase& row : stamp_attack_cases()) {
        Outcome outcome = try_attack({row.rule, row.settings}, row.attack);
        outcome.name = row.name;
        outcome.published = row.published_profit;
        outcome.remark = row.remark;
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

/// The most profitable attack on a grid of lengths and of blocks that take the stamps ahead.
Outcome search_best(const AttackOptions& options) {
    constexpr std::uint64_t total_max = 3'000;
    Outcome best;
    for (std::uint64_t ahead = 1; ahead <= 256; ahead *= 2) {
        for (std::uint64_t total = 1; total <= total_max; total += 1 + total / 50) {
            sim::StampAttack attack = options.attack;
            attack.ahead_blocks = ahead;
            attack.total_blocks = total;
            attack.goes_on = false;
            Outcome outcome = try_attack(options.rule, attack);
            if (best.name.empty() || outcome.result.profit > best.result.profit) {
                best = std::move(outcome);
            }
        }
    }
    best.remark = "the best of a search up to " + std::to_string(total_max) + " blocks";
    return best;
}

std::string again(const Outcome& outcome, const std::string& rule) {
    std::string text = "sluice-lab attack --rule " + rule;
    for (std::size_t at = 0; at < outcome.settings.size();) {
        const std::size_t end = std::min(outcome.settings.find(' ', at), outcome.settings.size());
        text += " --set " + outcome.settings.substr(at, end - at);
        at = end + 1;
    }
    return text + " --ahead " + std::to_string(outcome.attack.ahead_blocks) + " --total " +
           std::to_string(outcome.attack.total_blocks) +
           (outcome.attack.goes_on ? " --go-on" : "") + " --future-limit " +
           std::to_string(outcome.attack.future_limit_s);
}

void print_text(const std::vector<Outcome>& outcomes) {
    using Align = TextTable::Align;
    TextTable table{{"rule", 12},
                    {"settings", 22},
                    {"ahead", 5, Align::right},
                    {"honest blocks", 6, Align::right},
                    {"private blocks", 7, Align::right},
                    {"profit", 9, Align::right},
                    {"published", 9, Align::right},
                    {"remark", 40}};
    for (const Outcome& outcome : outcomes) {
        table.add_row({outcome.name, outcome.settings, std::to_string(outcome.attack.ahead_blocks),
                       std::to_string(outcome.attack.total_blocks),
                       std::to_string(outcome.result.blocks), percent(outcome.result.profit),
                       percent(outcome.published), outcome.remark});
    }
    table.print(std::cout);
    std::cout << "\nA private miner stamps his first `ahead` blocks far ahead, as far as nodes "
                 "accept when he\npublishes, and mines on easier blocks; profit is what he finds "
                 "beyond honest mining of the\nsame work.\n";
}

void print_json(const std::vector<Outcome>& outcomes, const std::string& rule) {
    nlohmann::ordered_json report = nlohmann::ordered_json::array();
    for (const Outcome& outcome : outcomes) {
        report.push_back({{"name", outcome.name},
                          {"settings", outcome.settings},
                          {"ahead_blocks", outcome.attack.ahead_blocks},
                          {"honest_blocks", outcome.attack.total_blocks},
                          {"goes_on", outcome.attack.goes_on},
                          {"private_blocks", outcome.result.blocks},
                          {"profit", outcome.result.profit}});
        if (!std::isnan(outcome.published)) {
            report.back()["published_profit"] = outcome.published;
        }
        report.back()["command"] = rule.empty() ? "sluice-lab attack" : again(outcome, rule);
    }
    std::cout << report.dump(2) << '\n';
}

void attack(const AttackOptions& options, bool one_rule) {
    std::vector<Outcome> outcomes;
    if (!one_rule) {
        outcomes = try_published();
    } else if (options.search) {
        outcomes = {search_best(options)};
    } else if (options.attack.total_blocks == 0) {
        throw CommandError(
            "--rule needs --total, the blocks that the honest chain finds "
            "meanwhile, or --search");
    } else {
        outcomes = {try_attack(options.rule, options.attack)};
    }
    if (options.json) {
        print_json(outcomes, one_rule ? options.rule.rule : "");
        return;
    }
    print_text(outcomes);
    std::cout << "Again: "
              << (one_rule ? again(outcomes.front(), options.rule.rule) : "sluice-lab attack")
              << '\n';
}

}  // namespace

void add_attack_command(CLI::App& app) {
    auto options = std::make_shared<AttackOptions>();
    CLI::App* command = app.add_subcommand(
        "attack", "What lying about time earns: the published cases, or one rule");
    add_rule_options(*command, options->rule);
    command
        ->add_option("--ahead", options->attack.ahead_blocks, "Blocks that take the stamps ahead")
        ->capture_default_str()
        ->check(CLI::Range(std::uint64_t{1}, total_blocks_max));
    command
        ->add_option("--total", options->attack.total_blocks,
                     "Blocks that the honest chain finds meanwhile")
        ->check(CLI::Range(std::uint64_t{1}, total_blocks_max));
    command->add_flag("--go-on", options->attack.goes_on,
                      "End by the published rule, not at the honest chain's work");
    command
        ->add_option("--future-limit", options->attack.future_limit_s,
                     "Seconds ahead of the clock that nodes accept")
        ->capture_default_str()
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{31'557'600}));
    command->add_flag("--search", options->search, "Find the rule's most profitable attack");
    command->add_flag("--json", options->json, "The figures as JSON");
    command->callback([options, command] { attack(*options, command->count("--rule") > 0); });
}

}  // namespace sluice::difficulty
