#include "lab/study/noise_calibration.hpp"

#include "lab/study/seed_runs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::lab {
namespace {

// The noise of these runs is known within about half a percent at a memory of 300 blocks.
constexpr std::uint64_t calibration_blocks = 200'000;
constexpr std::size_t calibration_seeds = 8;
constexpr int rounds_max = 12;
constexpr double close_enough = 0.01;
constexpr double tolerable = 0.05;

double steady_noise(const difficulty::DifficultyRule& rule, const difficulty::RuleParams& params,
                    unsigned threads) {
    sim::RunSetup setup{.rule = &rule,
                        .params = params,
                        .scenario = **sim::parse_scenario("steady"),
                        .start = sim::steady_chain(rule, params),
                        .seed = 1};
    setup.params = sim::anchored_at_tip(params, setup.start);
    setup.scenario.blocks = calibration_blocks;
    return run_series(setup, calibration_seeds, threads).summary.of("noise").mean;
}

/// Blocks of memory that one unit of the parameter stands for.
double blocks_per_unit(const difficulty::RuleParameter& parameter,
                       const difficulty::RuleParams& params) {
    return parameter.member == &difficulty::RuleParams::half_life_s
               ? 1 / (static_cast<double>(params.spacing_s) * sim::ln2)
               : 1;
}

}  // namespace

const difficulty::RuleParameter* smoothing_parameter(const difficulty::DifficultyRule& rule) {
    for (const auto member :
         {&difficulty::RuleParams::half_life_s, &difficulty::RuleParams::window_blocks}) {
        const auto row =
            std::ranges::find(rule.parameters, member, &difficulty::RuleParameter::member);
        if (row != rule.parameters.end()) {
            return &*row;
        }
    }
    return nullptr;
}

std::vector<std::int64_t> smoothing_values(const difficulty::DifficultyRule& rule,
                                           const difficulty::RuleParams& params, double blocks_min,
                                           double blocks_max, int per_doubling) {
    std::vector<std::int64_t> values;
    const difficulty::RuleParameter* parameter = smoothing_parameter(rule);
    if (parameter == nullptr) {
        return values;
    }
    const double unit = blocks_per_unit(*parameter, params);
    const double factor = sim::exp(sim::ln2 / per_doubling);
    for (double blocks = blocks_min; blocks <= blocks_max * 1.0001; blocks *= factor) {
        const auto value = std::clamp(static_cast<std::int64_t>(blocks / unit + 0.5),
                                      parameter->min, parameter->max);
        if (values.empty() || value > values.back()) {
            values.push_back(value);
        }
    }
    return values;
}

std::vector<bool> on_frontier(std::span<const double> noise, std::span<const double> cost) {
    std::vector<bool> result;
    for (std::size_t i = 0; i < noise.size(); ++i) {
        bool beaten = std::isnan(noise[i]) || std::isnan(cost[i]);
        for (std::size_t k = 0; k < noise.size() && !beaten; ++k) {
            beaten = noise[k] <= noise[i] && cost[k] <= cost[i] &&
                     (noise[k] < noise[i] || cost[k] < cost[i]);
        }
        result.push_back(!beaten);
    }
    return result;
}

Calibration calibrate(const difficulty::DifficultyRule& rule, const difficulty::RuleParams& params,
                      double noise, unsigned threads) {
    const difficulty::RuleParameter* parameter = smoothing_parameter(rule);
    const Calibration unchanged{params, steady_noise(rule, params, threads), false};
    Calibration best = unchanged;
    if (parameter == nullptr) {
        return best;
    }
    // Noise falls with the root of the memory, so this step lands close to the goal each time.
    difficulty::RuleParams trial = params;
    double reached = best.noise;
    for (int round = 0; round < rounds_max && std::abs(best.noise / noise - 1) > close_enough;
         ++round) {
        const auto before = static_cast<double>(trial.*parameter->member);
        const double ratio = std::clamp(reached / noise, 0.1, 10.0);
        const double wanted = before * ratio * ratio;
        trial.*parameter->member =
            static_cast<std::int64_t>(std::clamp(wanted + 0.5, static_cast<double>(parameter->min),
                                                 static_cast<double>(parameter->max)));
        if (static_cast<double>(trial.*parameter->member) == before) {
            break;
        }
        reached = steady_noise(rule, trial, threads);
        if (!std::isfinite(reached)) {
            break;
        }
        if (std::abs(reached / noise - 1) < std::abs(best.noise / noise - 1)) {
            best.params = trial;
            best.noise = reached;
        }
    }
    best.reached = std::abs(best.noise / noise - 1) <= tolerable;
    return best.reached ? best : unchanged;
}

}  // namespace sluice::lab
