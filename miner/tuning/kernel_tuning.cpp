#include "miner/tuning/kernel_tuning.hpp"

#include "base/clock.hpp"
#include "miner/devices/device_selection.hpp"
#include "miner/measure/kernel_candidate.hpp"
#include "miner/tuning/launch_shape_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstddef>

namespace sluice::miner {
namespace {

constexpr std::chrono::milliseconds turn_cpu{30};
constexpr std::chrono::milliseconds turn_gpu{150};  // launches of a few milliseconds, two at a time
constexpr int rounds_first = 2;                     ///< after which the slow drop out
constexpr int rounds = 5;
constexpr std::chrono::seconds time_max{60};  ///< no round begins after it
constexpr double far_behind = 0.85;           ///< of the fastest
/// A rival must beat the default by more than a measurement's scatter.
constexpr double gain_min = 1.01;

using Candidates = std::vector<KernelCandidate>;

Candidates all_candidates(kernels::Device& device, const kernels::Algorithm& algorithm,
                          const std::string& only) {
    Candidates candidates;
    for (const kernels::KernelInfo& kernel : device.kernels(algorithm)) {
        if (!kernel.eligible || !names_kernel(only, algorithm, kernel.name)) {
            continue;
        }
        auto shapes = device.launch_shapes(algorithm, kernel.name);
        if (shapes.empty()) {
            shapes.emplace_back();
        }
        for (const kernels::LaunchShape& shape : shapes) {
            candidates.emplace_back(device, algorithm, kernel, shape, 1);
        }
    }
    return candidates;
}

/// What disqualifies the candidate; empty: nothing.
std::string fault_of(const KernelCandidate& candidate) {
    if (!candidate.failure().empty()) {
        return candidate.failure();
    }
    return candidate.result().hits_wrong != 0 ? "it gives wrong hashes" : "";
}

std::string title_of(const KernelCandidate& candidate) {
    const BenchmarkRow row = candidate.result();
    const bool is_default = row.shape == kernels::LaunchShape{};
    return row.algorithm + "/" + row.kernel +
           (is_default ? "" : " (" + launch_shape_text(row.shape) + ")");
}

/// What two faults have in common that differ in a launch shape's numbers alone.
std::string without_digits(std::string text) {
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return text;
}

/// Gives how many were dropped. A kernel that fails in one launch shape mostly fails in all of
/// them, for one reason: that is one warning.
std::size_t drop_faulty(Candidates& candidates, std::vector<std::string>& warnings) {
    struct Faulty {
        std::string kernel, title, fault;
        std::size_t more = 0;  ///< of the kernel's launch shapes
    };
    std::vector<Faulty> faulty;
    const std::size_t dropped = std::erase_if(candidates, [&](const KernelCandidate& candidate) {
        const std::string fault = fault_of(candidate);
        if (fault.empty()) {
            return false;
        }
        const std::string kernel = candidate.result().kernel;
        const auto known = std::ranges::find_if(faulty, [&](const Faulty& one) {
            return one.kernel == kernel && without_digits(one.fault) == without_digits(fault);
        });
        if (known == faulty.end()) {
            faulty.push_back({kernel, title_of(candidate), fault});
        } else {
            ++known->more;
        }
        spdlog::debug("{} is not used: {}", title_of(candidate), fault);
        return true;
    });
    for (const auto& [kernel, title, fault, more] : faulty) {
        warnings.push_back(more == 0 ? fmt::format("{} is not used: {}", title, fault)
                                     : fmt::format("{} and {} more of its launch shapes are not "
                                                   "used: {}",
                                                   title, more, fault));
    }
    return dropped;
}

/// Speed beside the first candidate's, the median of the ratios within each round.
double relative_speed(const KernelCandidate& candidate, const KernelCandidate& first) {
    const std::size_t turns = std::min(candidate.rates().size(), first.rates().size());
    std::vector<double> ratios;
    for (std::size_t i = 0; i < turns; ++i) {
        ratios.push_back(candidate.rates()[i] / std::max(1.0, first.rates()[i]));
    }
    return ratios.empty() ? 0 : kernels::median(ratios);
}

std::size_t fastest_of(const Candidates& candidates) {
    std::size_t best = 0;
    double best_speed = 1;
    for (std::size_t i = 1; i < candidates.size(); ++i) {
        const double speed = relative_speed(candidates[i], candidates[0]);
        if (speed > best_speed * (best == 0 ? gain_min : 1)) {
            best = i;
            best_speed = speed;
        }
    }
    return best;
}

/// Keeps the first candidate, which the others are compared with, and those near the fastest.
void drop_slow(Candidates& candidates) {
    std::vector<double> speeds;
    for (const KernelCandidate& candidate : candidates) {
        speeds.push_back(relative_speed(candidate, candidates[0]));
    }
    const double enough = std::ranges::max(speeds) * far_behind;
    for (std::size_t i = candidates.size(); i-- > 1;) {
        if (speeds[i] < enough) {
            candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

}  // namespace

TuningResult find_fastest(kernels::Device& device, const kernels::Algorithm& algorithm,
                          const TuningSettings& settings) {
    TuningResult result;
    Candidates candidates = all_candidates(device, algorithm, settings.only);
    result.measured = candidates.size();
    const auto turn = settings.turn.count() != 0       ? settings.turn
                      : device.info().backend == "cpu" ? turn_cpu
                                                       : turn_gpu;
    if (candidates.size() > 1) {
        spdlog::info("{}: measuring {} kernels and launch shapes for {}",
                     device_name(device.info()), candidates.size(), algorithm.name);
    }
    const TimePoint start = Clock::now();
    for (int round = 0; round < rounds && (round == 0 || Clock::now() - start < time_max);
         ++round) {
        for (KernelCandidate& candidate : candidates) {
            if (!settings.alive(WorkerPhase::starting)) {
                return {};
            }
            candidate.take_turn(turn, {}, nullptr, settings.alive);
        }
        result.measured -= drop_faulty(candidates, result.warnings);
        if (round + 1 == rounds_first && !candidates.empty()) {
            drop_slow(candidates);
        }
    }
    if (!settings.alive(WorkerPhase::starting)) {
        return {};  // the last turn may have been cut short
    }
    if (!candidates.empty()) {
        const KernelCandidate& best = candidates[fastest_of(candidates)];
        result.fastest = {.kernel = best.result().kernel, .shape = best.shape()};
        result.gain = relative_speed(best, candidates[0]);
    }
    return result;
}

}  // namespace sluice::miner
