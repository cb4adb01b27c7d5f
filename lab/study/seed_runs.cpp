#include "lab/study/seed_runs.hpp"

#include "lab/support/parallel.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace sluice::lab {

double thread_cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

namespace {

/// A half-life or memory shorter than the time between two blocks: each block's luck moves the
/// difficulty many times over.
bool is_below_spacing(const sim::RunSetup& setup) {
    const auto& parameters = setup.rule->parameters;
    return std::ranges::find(parameters, &difficulty::RuleParams::half_life_s,
                             &difficulty::RuleParameter::member) != parameters.end() &&
           setup.params.half_life_s < setup.params.spacing_s;
}

std::string below_spacing_text(const sim::RunSetup& setup) {
    return "half_life_s=" + std::to_string(setup.params.half_life_s) + " is below the spacing of " +
           std::to_string(setup.params.spacing_s) +
           " s, so that the luck of one block moves the difficulty many times over";
}

}  // namespace

std::string nothing_measured_text(const sim::RunSetup& setup, const Series& series) {
    if (series.empty_runs < series.runs) {
        return {};
    }
    return "nothing was measured: in the warm-up of " +
           std::to_string(setup.scenario.warmup_blocks) +
           " blocks the difficulty rose until the chain stood still; " +
           (is_below_spacing(setup) ? below_spacing_text(setup)
                                    : std::string("another setting of the rule or a milder "
                                                  "scenario keeps the chain moving"));
}

std::string doubt_note(const sim::RunSetup& setup, const Series& series) {
    std::string note;
    if (is_below_spacing(setup)) {
        note += "note: " + below_spacing_text(setup) + "\n";
    }
    if (series.cut_short > 0) {
        note += "note: " + std::to_string(series.cut_short) + " of " + std::to_string(series.runs) +
                " runs ended early: the chain all but stopped, or its difficulty collapsed\n";
    }
    return note;
}

Series run_series(const sim::RunSetup& setup, std::size_t seeds, unsigned threads) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<sim::RunResult> results(seeds);
    std::vector<double> cpu_s(seeds);
    run_parallel(seeds, threads, [&](std::size_t i) {
        const double before_s = thread_cpu_s();
        results[i] = sim::run_once(setup, i);
        cpu_s[i] = thread_cpu_s() - before_s;
    });
    Series series{.summary = sim::summarise(results), .runs = seeds};
    for (std::size_t i = 0; i < seeds; ++i) {
        series.simulated_blocks += results[i].simulated_blocks;
        series.cpu_s += cpu_s[i];
        series.empty_runs += results[i].measured_blocks == 0 ? 1 : 0;
        series.cut_short += results[i].cut_short ? 1 : 0;
    }
    series.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return series;
}

}  // namespace sluice::lab
