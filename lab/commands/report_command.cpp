#include "base/join.hpp"
#include "lab/commands/commands.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/report/figures.hpp"
#include "lab/study/calibration_cache.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/number_text.hpp"
#include "lab/support/parallel.hpp"
#include "lab/support/progress_bar.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>
#include <set>

namespace sluice::lab {
namespace {

struct ReportOptions {
    std::vector<std::string> rules{"asert", "wtema", "lwma-1", "cw-144", "btc-2016"};
    std::string out = "difficulty-report.html";
    double noise = 0.0595;       // ASERT with a memory of 144 blocks
    std::int64_t spacing_s = 0;  // 0: each rule's own
    std::string calibrations_file;
    std::size_t seeds = 40;
    std::uint64_t seed = 1;
    unsigned threads = core_count();
};

RuleSetup with_spacing(const std::string& name, const ReportOptions& options) {
    const RuleSetup rule = resolve_rule({.rule = name, .settings = {}});
    return options.spacing_s > 0 ? with_setting(rule, {"spacing_s", options.spacing_s}) : rule;
}

RuleSetup at_equal_noise(const RuleSetup& rule, const ReportOptions& options,
                         CalibrationCache& cache) {
    const Calibration calibration =
        cache.get(*rule.rule, rule.params, options.noise, options.threads);
    const difficulty::RuleParameter* parameter = smoothing_parameter(*rule.rule);
    return parameter == nullptr ? rule
                                : with_setting(rule, {std::string(parameter->name),
                                                      calibration.params.*parameter->member});
}

ReportSection draw(ReportFigure figure) {
    auto svg = draw_svg(figure.plot);
    if (!svg) {
        throw CommandError(svg.error());
    }
    figure.section.svg = std::move(svg).value();
    return std::move(figure.section);
}

/// A sentence where hours mean different numbers of blocks.
std::string spacing_note(const std::vector<RuleSetup>& rules) {
    std::set<std::int64_t> spacings_s;
    for (const RuleSetup& rule : rules) {
        spacings_s.insert(rule.params.spacing_s);
    }
    const std::string text = unequal_spacings_text(spacings_s);
    return text.empty() ? text : " Note: " + text + ".";
}

std::string introduction(const ReportOptions& options, const std::vector<RuleSetup>& rules) {
    return "Difficulty rules side by side. Each is set so that its difficulty has the same noise "
           "at steady hashrate, a standard deviation of ln(D) of " +
           exact_text(options.noise) +
           " (settings stand in the legends), so that what differs is how they follow and what "
           "they give away. Seed " +
           std::to_string(options.seed) + "." + spacing_note(rules);
}

/// Whether the figures are the same everywhere, and where not.
std::string promise(const std::vector<RuleSetup>& rules) {
    std::vector<std::string> names;
    for (const RuleSetup& rule : rules) {
        if (rule.rule->floating_point) {
            names.push_back(rule.name);
        }
    }
    const std::string same = "The same seed gives the same numbers on any machine";
    return names.empty() ? same + "."
                         : same + ", except those of " + join(names) +
                               ": their powers come from the C library, whose last digits differ.";
}

CommandReport report(const ReportOptions& options) {
    std::vector<RuleSetup> rules;
    for (const std::string& name : options.rules) {  // a misspelt one is told before the long part
        rules.push_back(with_spacing(name, options));
    }
    // As is a missing gnuplot.
    if (const auto trial =
            draw_svg({.x_label = "x", .y_label = "y", .curves = {{"t", {{0, 0}, {1, 1}}}}});
        !trial) {
        throw CommandError(trial.error());
    }
    constexpr std::array figures{block_time_figure, tracking_figure, step_figure, frontier_figure};
    ReportPlan plan{.rules = {},
                    .seeds = options.seeds,
                    .seed = options.seed,
                    .threads = options.threads,
                    .spacing_s = options.spacing_s};
    CalibrationCache cache(options.calibrations_file);
    std::vector<ReportSection> sections;
    {
        ProgressBar progress(rules.size() + figures.size() + 1);
        for (const RuleSetup& rule : rules) {
            plan.rules.push_back(at_equal_noise(rule, options, cache));
            progress.advance();
        }
        for (const auto figure : figures) {
            sections.push_back(draw(figure(plan)));
            progress.advance();
        }
        sections.push_back(metric_section(plan));
    }
    std::string again = "sluice-lab report";
    for (const std::string& name : options.rules) {
        again += ' ' + name;
    }
    again += options.spacing_s > 0 ? " --spacing " + std::to_string(options.spacing_s) : "";
    sections.push_back({.title = "This page again",
                        .text = promise(rules),
                        .commands = {again + " --noise " + exact_text(options.noise) + " --seeds " +
                                     std::to_string(options.seeds) + " --seed " +
                                     std::to_string(options.seed) + " --out " + options.out}});
    const std::string page =
        html_page("Difficulty rules at equal noise", introduction(options, rules), sections);
    if (const auto written = write_file(options.out, page); !written) {
        throw CommandError(written.error());
    }
    return {.text = {options.out + ": " + std::to_string(page.size() / 1024) +
                     " KiB, open it in a browser\n"}};
}

}  // namespace

void add_report_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<ReportOptions>();
    std::erase_if(options->rules,
                  [](const std::string& name) { return !difficulty::find_rule(name); });
    CLI::App* command =
        app.add_subcommand("report", "Rules at equal noise as one HTML page with plots");
    command->add_option("rules", options->rules, "Rules")->capture_default_str();
    command->add_option("--out", options->out, "The HTML file")->capture_default_str();
    command
        ->add_option("--noise", options->noise,
                     "Standard deviation of ln(D) at steady hashrate that all are set to")
        ->capture_default_str()
        ->check(number_from(0.001, 1));
    command
        ->add_option("--spacing", options->spacing_s,
                     "Wanted seconds between blocks for all rules [each chain's own]")
        ->check(whole_number_from(1, 604'800));
    add_calibrations_option(*command, options->calibrations_file);
    command->add_option("--seeds", options->seeds, "Independent runs, for confidence intervals")
        ->capture_default_str()
        ->check(whole_number_from(2, 10'000));
    command->add_option("--seed", options->seed, "Seed of everything")->capture_default_str();
    add_threads_option(*command, options->threads);
    command->callback([options, &outcome] { outcome.report = report(*options); });
}

}  // namespace sluice::lab
