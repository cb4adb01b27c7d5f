#include "lab/commands/commands.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/report/selfish_table.hpp"
#include "lab/risk/double_spend.hpp"
#include "lab/risk/selfish_mining.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace sluice::lab {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct RiskOptions {
    std::vector<double> shares;
    double risk = 0.001;
    std::optional<std::uint64_t> confirmations;
    bool selfish = false;
    double gamma = 0.5;
    double spacing_s = 600;
    std::vector<std::string> rules;
    SelfishTableOptions simulation;
};

/// Rules whose answer to selfish mining has a closed form, with the defaults of their chains.
struct AnsweringRule {
    const char* key;
    const char* title;
    DifficultyAnswer answer;
    double blocks;
};

const std::array<AnsweringRule, 3>& answering_rules() {
    static const std::array<AnsweringRule, 3> rules{{
        {"btc_2016_days", "btc-2016", DifficultyAnswer::by_period, 2016},
        {"asert_2d_days", "asert 2 d", DifficultyAnswer::exponential, 288 / std::numbers::ln2},
        {"wtema_144_days", "wtema 144", DifficultyAnswer::exponential, 144},
    }};
    return rules;
}

void check_range(const std::string& option, double value, bool valid, const std::string& range) {
    if (!valid) {
        throw UsageError(option + " must be " + range + ", not " + spelled(value));
    }
}

void check(const RiskOptions& options) {
    for (const double share : options.shares) {
        if (options.selfish || !options.rules.empty()) {
            check_range("--share", share, share >= 0 && share < 0.5,
                        "at least 0 and below 0.5 for selfish mining");
        } else {
            check_range("--share", share, share >= 0 && share <= 1, "a part from 0 to 1");
        }
    }
    check_range("--risk", options.risk, options.risk > 0 && options.risk < 1,
                "a probability above 0 and below 1");
    check_range("--gamma", options.gamma, options.gamma >= 0 && options.gamma <= 1,
                "a part from 0 to 1");
    check_range("--spacing", options.spacing_s, options.spacing_s > 0, "above 0 seconds");
    if (!options.rules.empty() && options.spacing_s != std::round(options.spacing_s)) {
        throw UsageError("--spacing must be whole seconds for --rule, not " +
                         to_text(options.spacing_s, 6));
    }
    if (options.confirmations.value_or(0) > confirmations_max) {
        throw UsageError("--confirmations must be 0 to " + std::to_string(confirmations_max));
    }
}

/// How many confirmations make the risk small enough.
ResultTable needed_table(const RiskOptions& options) {
    ResultTable table({{"attacker_share", "attacker's share"},
                       {"confirmations", "confirmations"},
                       {"probability", "probability then"},
                       {"confirmations_nakamoto", "by Nakamoto"},
                       {"probability_underestimated", "true probability then"}});
    const auto cells = [&](double share, DoubleSpendModel model) {
        const auto needed = confirmations_needed(model, share, options.risk);
        return std::pair<ResultTable::Cell, double>{
            needed ? ResultTable::Cell(*needed) : ResultTable::Cell(nothing),
            needed ? double_spend_probability(share, *needed) : nothing};
    };
    for (const double share : options.shares) {
        const auto exact = cells(share, double_spend_probability);
        const auto nakamoto = cells(share, double_spend_probability_nakamoto);
        table.add_row({share, exact.first, exact.second, nakamoto.first, nakamoto.second});
    }
    return table;
}

ResultTable probability_table(const RiskOptions& options) {
    ResultTable table({{"attacker_share", "attacker's share"},
                       {"confirmations", "confirmations"},
                       {"probability", "probability", 6},
                       {"probability_nakamoto", "by Nakamoto", 6}});
    for (const double share : options.shares) {
        const std::uint64_t z = *options.confirmations;
        table.add_row({share, z, double_spend_probability(share, z),
                       double_spend_probability_nakamoto(share, z)});
    }
    return table;
}

ResultTable selfish_table(const RiskOptions& options) {
    constexpr double day_s = 86'400;
    std::vector<ResultTable::Column> columns{
        {"pool_share", "pool's share"}, {"gamma", "gamma"},  {"threshold", "pays from", 4},
        {"revenue", "revenue", 4},      {"gain", "gain", 3}, {"growth", "chain growth", 4}};
    for (const AnsweringRule& rule : answering_rules()) {
        columns.push_back({rule.key, std::string("days to profit, ") + rule.title, 4});
    }
    ResultTable table(columns);
    for (const double share : options.shares) {
        const SelfishMiner miner{share, options.gamma};
        const double revenue = selfish_revenue(miner);
        std::vector<ResultTable::Cell> row{share,
                                           options.gamma,
                                           selfish_threshold(options.gamma),
                                           revenue,
                                           share > 0 ? revenue / share - 1 : nothing,
                                           chain_growth(miner)};
        for (const AnsweringRule& rule : answering_rules()) {
            const auto intervals = intervals_to_profit(miner, rule.answer, rule.blocks);
            row.emplace_back(intervals ? *intervals * options.spacing_s / day_s : nothing);
        }
        table.add_row(std::move(row));
    }
    return table;
}

/// The rules named; all that can be simulated with forks for "all".
std::vector<std::string> resolve_rules(const RiskOptions& options) {
    if (std::ranges::find(options.rules, "all") == options.rules.end()) {
        return options.rules;
    }
    std::vector<std::string> names;
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        if (!difficulty::reads_next_time(*rule, rule->defaults)) {
            names.emplace_back(rule->name);
        }
    }
    return names;
}

ResultTable simulated_table(const RiskOptions& options) {
    SelfishTableOptions simulation = options.simulation;
    simulation.rules = resolve_rules(options);
    simulation.shares = options.shares;
    simulation.gamma = options.gamma;
    simulation.spacing_s = static_cast<std::int64_t>(std::llround(options.spacing_s));
    return selfish_table_of_rules(simulation);
}

CommandReport run(const RiskOptions& options) {
    check(options);
    const ResultTable table = !options.rules.empty()  ? simulated_table(options)
                              : options.selfish       ? selfish_table(options)
                              : options.confirmations ? probability_table(options)
                                                      : needed_table(options);
    std::string heading;
    if (!options.rules.empty()) {
        heading =
            "days until selfish mining has paid, +- 95 %, by the pool's part of the hashrate;\n"
            "gamma " +
            to_text(options.gamma, 2) + "; \"-\": never, or not within " +
            to_text(options.simulation.days_max, 3) + " days\n\n";
    } else if (!options.selfish && !options.confirmations) {
        heading = "confirmations for a probability of a double spend below " +
                  to_text(options.risk, 3) + '\n';
    }
    return {.text = {heading, table.to_text()}, .table = table};
}

void add_simulation_options(CLI::App& command, CLI::Option& rules,
                            SelfishTableOptions& simulation) {
    command
        .add_option("--noise", simulation.noise,
                    "Set the rules to this standard deviation of ln(D) [as they are]")
        ->check(number_from(0.001, 1))
        ->needs(&rules);
    command.add_option("--days", simulation.days_max, "Longest simulated attack")
        ->capture_default_str()
        ->check(number_from(1, 10'000))
        ->needs(&rules);
    command.add_option("--seeds", simulation.seeds, "Independent runs, for confidence intervals")
        ->capture_default_str()
        ->check(whole_number_from(2, 10'000))
        ->needs(&rules);
    command.add_option("--seed", simulation.seed, "Seed of the whole series")
        ->capture_default_str()
        ->needs(&rules);
    simulation.threads = core_count();
    add_threads_option(command, simulation.threads);
    command.get_option("--threads")->needs(&rules);
}

}  // namespace

void add_risk_command(CLI::App& app, CommandOutcome& outcome) {
    CLI::App* command = app.add_subcommand("risk", "Double spends and selfish mining");
    const auto options = std::make_shared<RiskOptions>();
    options->shares = {0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45};
    command->add_option("--share", options->shares, "Part of the hashrate, one or more")
        ->expected(-1)
        ->delimiter(',');
    command->add_option("--risk", options->risk, "Probability that confirmations must get below")
        ->capture_default_str();
    CLI::Option* confirmations = command->add_option(
        "--confirmations", options->confirmations, "Show the probability after this many instead");
    CLI::Option* selfish =
        command->add_flag("--selfish", options->selfish, "Show what selfish mining earns instead")
            ->excludes(confirmations);
    command
        ->add_option("--gamma", options->gamma,
                     "Part of the honest hashrate that follows the pool in a tie")
        ->capture_default_str();
    command->add_option("--spacing", options->spacing_s, "Wanted seconds between blocks")
        ->capture_default_str();
    CLI::Option* rules =
        command
            ->add_option("--rule", options->rules,
                         "Simulate when selfish mining pays under these rules, or all")
            ->delimiter(',');
    rules->excludes(confirmations)->excludes(selfish);
    add_simulation_options(*command, *rules, options->simulation);
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
