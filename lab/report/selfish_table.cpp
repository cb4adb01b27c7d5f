#include "lab/report/selfish_table.hpp"

#include "lab/risk/selfish_mining.hpp"
#include "lab/sim/run.hpp"
#include "lab/sim/selfish_profit.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/study/setup.hpp"
#include "lab/support/number_text.hpp"
#include "lab/support/parallel.hpp"
#include "lab/support/progress_bar.hpp"

#include <algorithm>

namespace sluice::lab {
namespace {

constexpr double day_s = 86'400;
constexpr double shortest_horizon = 256;  // block intervals
constexpr std::size_t points = 1024;

std::optional<sim::Estimate> time_within(const sim::RunSetup& setup, double horizon_s,
                                         const SelfishTableOptions& options) {
    std::vector<std::vector<double>> gains(options.seeds);
    run_parallel(options.seeds, options.threads, [&](std::size_t run) {
        gains[run] = sim::selfish_gain(setup, run, horizon_s, points);
    });
    return sim::time_to_profit(gains, horizon_s);
}

/// Looks twice as far until the profit is well within sight, so that quick rules are quick here.
std::optional<sim::Estimate> time_to_profit(const sim::RunSetup& setup,
                                            const SelfishTableOptions& options) {
    const SelfishMiner miner{setup.scenario.network.selfish_share, options.gamma};
    if (selfish_revenue(miner) <= miner.alpha || sim::find_setup_error(setup)) {
        return std::nullopt;
    }
    const double horizon_max_s = options.days_max * day_s;
    double horizon_s = shortest_horizon * static_cast<double>(setup.params.spacing_s);
    while (horizon_s < horizon_max_s) {
        const auto time = time_within(setup, horizon_s, options);
        if (time && time->mean < horizon_s / 2) {
            return time;
        }
        horizon_s *= 2;
    }
    return time_within(setup, horizon_max_s, options);
}

difficulty::RuleParams params_of(const difficulty::DifficultyRule& rule,
                                 difficulty::RuleParams params,
                                 const SelfishTableOptions& options) {
    return options.noise ? calibrate(rule, params, *options.noise, options.threads).params : params;
}

}  // namespace

ResultTable selfish_table_of_rules(const SelfishTableOptions& options) {
    std::vector<RuleSetup> rules;
    for (const std::string& name : options.rules) {
        rules.push_back(with_setting(resolve_rule({.rule = name, .settings = {}}),
                                     {"spacing_s", options.spacing_s}));
    }
    std::vector<ResultTable::Column> columns{{"rule", "rule"}, {"settings", "settings"}};
    for (const double share : options.shares) {
        const std::string text = exact_text(share);
        columns.push_back({"days_" + text, "days at " + text});
        columns.push_back({"days_" + text + "_ci95", "+-", 2});
    }
    ResultTable table(columns);
    ProgressBar progress(rules.size() * options.shares.size());
    for (const RuleSetup& given : rules) {
        const difficulty::DifficultyRule& rule = *given.rule;
        const difficulty::RuleParams params = params_of(rule, given.params, options);
        const std::string settings = settings_text(rule, params, false);
        std::vector<ResultTable::Cell> row{std::string(rule.name),
                                           settings.empty() ? "its own" : settings};
        for (const double share : options.shares) {
            sim::RunSetup setup = sim::selfish_setup(rule, params, share, options.gamma);
            setup.seed = options.seed;
            const auto time_s = time_to_profit(setup, options);
            row.emplace_back(time_s ? time_s->mean / day_s : sim::not_measured);
            row.emplace_back(time_s ? time_s->half_width / day_s : sim::not_measured);
            progress.advance();
        }
        table.add_row(std::move(row));
    }
    return table;
}

}  // namespace sluice::lab
