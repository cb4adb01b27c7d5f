#include "lab/commands/commands.hpp"

#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/live/live_chain.hpp"
#include "lab/live/live_overlay.hpp"
#include "lab/output/gnuplot.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/number_text.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace sluice::lab {
namespace {

constexpr double seconds_min = 5;
constexpr double seconds_max = 86'400;
constexpr std::size_t seeds_min = 40;  // fewer have no 95 % band
constexpr unsigned threads_most = 4;   // enough for blocks, and the machine stays usable
constexpr std::size_t rows_for_people = 20;

struct LiveOptions {
    RuleOptions rule;
    std::int64_t interval_s = 1;
    std::string steps;
    std::optional<double> seconds = std::nullopt;
    // One core is left to the pool, so that the miner's share of time is what it is given.
    unsigned threads = std::clamp(core_count() - 1, 1U, threads_most);
    std::size_t seeds = 400;
    std::uint64_t seed = 1;
    std::uint16_t http_port = 0;
    std::string plot_file;
};

LiveSetup resolve(const LiveOptions& options) {
    const auto [rule, params] = resolve_live_rule(options.rule, options.interval_s);
    auto [script, seconds] = resolve_script(options.steps, options.seconds);
    return {.rule = rule,
            .params = params,
            .script = std::move(script),
            .seconds = seconds,
            .threads = options.threads,
            .http_port = options.http_port};
}

std::string command_of(const LiveOptions& options, const LiveSetup& setup) {
    std::string text = "sluice-lab live --rule " + options.rule.rule;
    for (const std::string& setting : options.rule.settings) {
        text += " --set " + setting;
    }
    return text + " --interval " + std::to_string(options.interval_s) + " --steps " +
           setup.script.text() + " --seconds " + exact_text(setup.seconds) + " --threads " +
           std::to_string(options.threads) + " --seeds " + std::to_string(options.seeds) +
           " --seed " + std::to_string(options.seed);
}

/// Every point, or as many as fit a screen.
ResultTable table_of(const std::vector<OverlayPoint>& points, bool all) {
    ResultTable table({{"time_s", "time, s", 3},
                       {"share", "share", 3},
                       {"hashrate", "measured", 3},
                       {"blocks", "blocks"},
                       {"difficulty", "difficulty", 4},
                       {"simulated_mean", "simulated", 4},
                       {"simulated_low", "95 % from", 4},
                       {"simulated_high", "to", 4},
                       {"inside", "inside"}});
    const std::size_t step = all ? 1 : points.size() / rows_for_people + 1;
    for (std::size_t i = step - 1; i < points.size(); i += step) {
        const OverlayPoint& point = points[i];
        table.add_row({point.time_s, point.share, point.hashrate, point.blocks, point.measured,
                       point.simulated.mean, point.simulated.low, point.simulated.high,
                       point.simulated.holds(point.measured) ? "yes" : "no"});
    }
    return table;
}

nlohmann::ordered_json json_of(const LiveOptions& options, const LiveSetup& setup,
                               const LiveRecord& record, const std::vector<OverlayPoint>& points) {
    auto blocks = nlohmann::ordered_json::array();
    for (const LiveBlock& block : record.blocks) {
        blocks.push_back(
            {{"height", block.height}, {"time_s", block.time_s}, {"difficulty", block.difficulty}});
    }
    return {{"command", command_of(options, setup)},
            {"rule", setup.rule->name},
            {"settings", settings_text(*setup.rule, setup.params, true)},
            {"script", setup.script.text()},
            {"seconds", setup.seconds},
            {"seeds", options.seeds},
            {"full_hashrate_hps", record.full_hashrate_hps},
            {"start_difficulty", record.start_difficulty},
            {"blocks", record.blocks.size()},
            {"points", points.size()},
            {"points_inside", count_inside(points)},
            {"overlay", table_of(points, true).to_json()},
            {"block_list", std::move(blocks)}};
}

std::string heading(const LiveSetup& setup, const LiveRecord& record) {
    return std::string(setup.rule->name) + " (" + settings_text(*setup.rule, setup.params, true) +
           ") on a live chain\nfull hashrate " + to_text(record.full_hashrate_hps / 1e6, 3) +
           " MH/s of " + std::to_string(setup.threads) +
           (setup.threads == 1 ? " thread" : " threads") + ", " +
           std::to_string(record.blocks.size()) + " blocks in " + exact_text(setup.seconds) +
           " s\n\n";
}

std::string conclusion(const LiveOptions& options, const LiveSetup& setup,
                       const std::vector<OverlayPoint>& points) {
    return "\n" + std::to_string(count_inside(points)) + " of " + std::to_string(points.size()) +
           " measured points lie inside the simulated 95 % band of " +
           std::to_string(options.seeds) + " runs\nAgain: " + command_of(options, setup) + '\n';
}

std::string draw(const std::vector<OverlayPoint>& points) {
    Curve measured{.title = "measured"};
    Curve mean{.title = "simulated mean"};
    Curve low{.title = "95 % band", .thin = true};
    Curve high{.title = "", .thin = true};
    for (const OverlayPoint& point : points) {
        measured.points.emplace_back(point.time_s, point.measured);
        mean.points.emplace_back(point.time_s, point.simulated.mean);
        low.points.emplace_back(point.time_s, point.simulated.low);
        high.points.emplace_back(point.time_s, point.simulated.high);
    }
    auto svg = draw_svg(
        {.x_label = "seconds since the chain's start",
         .y_label = "difficulty",
         .curves = {std::move(measured), std::move(mean), std::move(low), std::move(high)}});
    if (!svg) {
        throw CommandError(svg.error());
    }
    return std::move(svg).value();
}

void write_plot(const std::string& path, const std::vector<OverlayPoint>& points) {
    if (const auto written = write_file(path, draw(points)); !written) {
        throw CommandError(written.error());
    }
}

CommandReport live(const LiveOptions& options) {
    const LiveSetup setup = resolve(options);
    const LivePrograms programs = find_live_programs();
    if (!options.plot_file.empty()) {
        // A missing gnuplot or folder is told before the long part.
        write_plot(options.plot_file, {{.measured = 1}, {.time_s = 1, .measured = 2}});
    }
    const LiveRecord record = run_live_chain(programs, setup);
    if (record.blocks.empty()) {
        throw CommandError("no block was found in " + exact_text(setup.seconds) +
                           " s; give more --seconds or a shorter --interval");
    }
    const std::vector<OverlayPoint> points =
        lay_over(setup, record, options.seeds, options.seed, core_count());
    if (!options.plot_file.empty()) {
        write_plot(options.plot_file, points);
    }
    return {.text = {heading(setup, record), table_of(points, false).to_text(),
                     conclusion(options, setup, points)},
            .table = table_of(points, true),
            .json = json_of(options, setup, record, points)};
}

}  // namespace

void add_live_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<LiveOptions>();
    CLI::App* command = app.add_subcommand(
        "live", "Run a real chain with real miners, and lay it over its simulation");
    add_rule_options(*command, options->rule);
    command->add_option("--interval", options->interval_s, "Wanted seconds between blocks")
        ->capture_default_str()
        ->check(whole_number_from(1, 3'600));
    command->add_option(
        "--steps", options->steps,
        "Hashrate over time, as SECONDS:SHARE,... [half of it in the middle third]");
    command->add_option("--seconds", options->seconds, "How long the chain runs [45 or longer]")
        ->check(number_from(seconds_min, seconds_max));
    command->add_option("--threads", options->threads, "Threads that mine")
        ->capture_default_str()
        ->check(whole_number_from(1, 1024));
    command->add_option("--seeds", options->seeds, "Simulated runs")
        ->capture_default_str()
        ->check(whole_number_from(seeds_min, 100'000));
    command->add_option("--seed", options->seed, "Seed of the simulation")->capture_default_str();
    command->add_option("--http-port", options->http_port, "Port of the chain's page [any free]");
    command->add_option("--plot", options->plot_file, "Draw the overlay into this SVG file");
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = live(*options); });
}

}  // namespace sluice::lab
