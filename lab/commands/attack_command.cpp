#include "lab/commands/commands.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/sim/timestamp_attack.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sluice::lab {
namespace {

constexpr std::uint64_t total_blocks_max = 100'000;

struct AttackOptions {
    RuleOptions rule;
    sim::TimestampAttack attack;
    bool search = false;
};

/// An attack that was tried, with what the public comparison says of it, if anything.
struct Outcome {
    std::string name;
    RuleSetup rule;
    sim::TimestampAttack attack;
    sim::TimestampAttackResult result;
    double published = sim::not_measured;
    std::string remark = {};
};

Outcome try_attack(const RuleSetup& rule, const sim::TimestampAttack& attack) {
    difficulty::RuleParams from_genesis = rule.params;
    from_genesis.anchor.reset();  // that of another chain
    return {.name = rule.name,
            .rule = rule,
            .attack = attack,
            .result = run_timestamp_attack(*rule.rule, from_genesis, attack)};
}

/// An attack that the comparison of the Bitcoin Cash community published, with its figure
/// (kyuupichan/difficulty, attacks.py of the comparator branch).
struct PublishedAttack {
    const char* name;
    const char* rule;  ///< ours
    std::vector<RuleSetting> settings;
    sim::TimestampAttack attack;
    double profit;
    const char* remark;  ///< how our rule differs from theirs
};

std::vector<PublishedAttack> published_attacks() {
    // Their number is the time constant of the decay in blocks; ASERT's half-life is ln 2 of it.
    constexpr const char* half_lifes = "half-life of ln 2 times the time constant";
    return {
        {"cw-144", "cw-144", {}, {.total_blocks = 145, .goes_on = true}, 0.4403, ""},
        {"asert-144", "asert", {{"half_life_s", 59887}}, {.total_blocks = 283}, 0.4198, half_lifes},
        {"asert-576",
         "asert",
         {{"half_life_s", 239549}},
         {.total_blocks = 1290, .goes_on = true},
         0.3902,
         half_lifes},
        {"wtema-144",
         "wtema",
         {{"window_blocks", 144}},
         {.ahead_blocks = 48, .total_blocks = 330, .goes_on = true},
         0.3715,
         ""},
        {"wtema-576",
         "wtema",
         {{"window_blocks", 576}},
         {.ahead_blocks = 75, .total_blocks = 1200, .goes_on = true},
         0.3690,
         ""},
        {"lwma-144",
         "lwma-1",
         {{"spacing_s", 600}, {"window_blocks", 144}},
         {.total_blocks = 123, .goes_on = true},
         0.3153,
         "zawy12's LWMA-1 limits a solve time to 6 spacings, theirs does not"},
    };
}

std::vector<Outcome> try_published() {
    std::vector<Outcome> outcomes;
    for (const PublishedAttack& row : published_attacks()) {
        if (difficulty::find_rule(row.rule) == nullptr) {
            continue;  // a build without it
        }
        RuleSetup rule = resolve_rule({row.rule, {}});
        for (const RuleSetting& setting : row.settings) {
            rule = with_setting(std::move(rule), setting);
        }
        Outcome outcome = try_attack(rule, row.attack);
        outcome.name = row.name;
        outcome.published = row.profit;
        outcome.remark = row.remark;
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

/// The most profitable attack on a grid of lengths and of blocks that take the timestamps ahead.
Outcome search_best(const AttackOptions& options) {
    constexpr std::uint64_t total_max = 3'000;
    const RuleSetup rule = resolve_rule(options.rule);
    Outcome best;
    for (std::uint64_t ahead = 1; ahead <= 256; ahead *= 2) {
        for (std::uint64_t total = 1; total <= total_max; total += 1 + total / 50) {
            sim::TimestampAttack attack = options.attack;
            attack.ahead_blocks = ahead;
            attack.total_blocks = total;
            attack.goes_on = false;
            Outcome outcome = try_attack(rule, attack);
            if (best.name.empty() || outcome.result.profit > best.result.profit) {
                best = std::move(outcome);
            }
        }
    }
    best.remark = "the best of a search up to " + std::to_string(total_max) + " blocks";
    return best;
}

std::string again(const Outcome& outcome) {
    return "sluice-lab attack" + rule_arguments(outcome.rule) + " --ahead " +
           std::to_string(outcome.attack.ahead_blocks) + " --total " +
           std::to_string(outcome.attack.total_blocks) +
           (outcome.attack.goes_on ? " --go-on" : "") + " --future-limit " +
           std::to_string(outcome.attack.future_limit_s);
}

ResultTable table_of(const std::vector<Outcome>& outcomes) {
    ResultTable table({{.key = "name", .title = "rule"},
                       {.key = "settings", .title = "settings", .width = 22},
                       {.key = "ahead_blocks", .title = "ahead"},
                       {.key = "honest_blocks", .title = "honest blocks", .width = 7},
                       {.key = "goes_on", .title = ""},
                       {.key = "private_blocks", .title = "private blocks", .width = 7},
                       {.key = "caught_up", .title = "caught up", .width = 6},
                       {.key = "profit", .title = "profit", .unit = "%"},
                       {.key = "published_profit", .title = "published", .unit = "%"},
                       {.key = "remark", .title = "remark", .width = 36},
                       {.key = "command", .title = ""}});
    for (const Outcome& outcome : outcomes) {
        table.add_row({outcome.name, settings_text(*outcome.rule.rule, outcome.rule.params, false),
                       outcome.attack.ahead_blocks, outcome.attack.total_blocks,
                       outcome.attack.goes_on, outcome.result.blocks, outcome.result.caught_up,
                       outcome.result.profit, outcome.published, outcome.remark, again(outcome)});
    }
    return table;
}

CommandReport attack(const AttackOptions& options, bool one_rule) {
    std::vector<Outcome> outcomes;
    if (!one_rule) {
        outcomes = try_published();
    } else if (options.search) {
        outcomes = {search_best(options)};
    } else if (options.attack.total_blocks == 0) {
        throw UsageError(
            "--rule needs --total, the blocks that the honest chain finds "
            "meanwhile, or --search");
    } else {
        outcomes = {try_attack(resolve_rule(options.rule), options.attack)};
    }
    const ResultTable table = table_of(outcomes);
    return {.text = {table.to_text(),
                     "\nA private miner puts the timestamps of his first `ahead` blocks far ahead, "
                     "as far as nodes "
                     "accept when he\npublishes, and mines on easier blocks; profit is what he "
                     "finds beyond honest mining of the\nsame work. A chain that does not catch up "
                     "with the honest one is worth nothing: -100 %.\nAgain: " +
                         (one_rule ? again(outcomes.front()) : "sluice-lab attack") + "\n"},
            .table = table};
}

}  // namespace

void add_attack_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<AttackOptions>();
    CLI::App* command = app.add_subcommand(
        "attack", "What lying about time earns: the published cases, or one rule");
    add_rule_options(*command, options->rule);
    CLI::Option* ahead = command
                             ->add_option("--ahead", options->attack.ahead_blocks,
                                          "Blocks that take the timestamps ahead")
                             ->capture_default_str()
                             ->check(whole_number_from(1, total_blocks_max));
    CLI::Option* total = command
                             ->add_option("--total", options->attack.total_blocks,
                                          "Blocks that the honest chain finds meanwhile")
                             ->check(whole_number_from(1, total_blocks_max));
    CLI::Option* go_on = command->add_flag("--go-on", options->attack.goes_on,
                                           "End by the published rule, not at the honest "
                                           "chain's work");
    CLI::Option* limit = command
                             ->add_option("--future-limit", options->attack.future_limit_s,
                                          "Seconds ahead of the clock that nodes accept")
                             ->capture_default_str()
                             ->check(whole_number_from(0, 31'557'600));
    CLI::Option* search =
        command->add_flag("--search", options->search, "Find the rule's most profitable attack");
    search->excludes(ahead)->excludes(total)->excludes(go_on);
    for (CLI::Option* option : {ahead, total, go_on, limit, search, command->get_option("--set")}) {
        option->needs(command->get_option("--rule"));  // the published cases are what they are
    }
    add_format_options(*command, outcome.format);
    command->callback([options, command, &outcome] {
        outcome.report = attack(*options, command->count("--rule") > 0);
    });
}

}  // namespace sluice::lab
