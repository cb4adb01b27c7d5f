#include "miner/kernel_tuning.hpp"

#include "base/clock.hpp"
#include "miner/benchmark_contender.hpp"
#include "miner/device_selection.hpp"
#include "miner/launch_shape_text.hpp"

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

using Contenders = std::vector<BenchmarkContender>;

Contenders all_contenders(kernels::Device& device, const kernels::Algorithm& algorithm,
                          const std::string& only) {
    Contenders contenders;
    for (const kernels::KernelInfo& kernel : device.kernels(algorithm)) {
        if (!kernel.eligible || !names_kernel(only, algorithm, kernel.name)) {
            continue;
        }
        auto shapes = device.launch_shapes(algorithm, kernel.name);
        if (shapes.empty()) {
            shapes.emplace_back();
        }
        for (const kernels::LaunchShape& shape : shapes) {
            contenders.emplace_back(device, algorithm, kernel, shape, 1);
        }
    }
    return contenders;
}

/// What disqualifies the contender; empty: nothing.
std::string fault_of(const BenchmarkContender& contender) {
    if (!contender.failure().empty()) {
        return contender.failure();
    }
    return contender.result().hits_wrong != 0 ? "it gives wrong hashes" : "";
}

std::string title_of(const BenchmarkContender& contender) {
    const BenchmarkRow row = contender.result();
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
std::size_t drop_faulty(Contenders& contenders, std::vector<std::string>& warnings) {
    struct Faulty {
        std::string kernel, title, fault;
        std::size_t more = 0;  ///< of the kernel's launch shapes
    };
    std::vector<Faulty> faulty;
    const std::size_t dropped = std::erase_if(contenders, [&](const BenchmarkContender& contender) {
        const std::string fault = fault_of(contender);
        if (fault.empty()) {
            return false;
        }
        const std::string kernel = contender.result().kernel;
        const auto known = std::ranges::find_if(faulty, [&](const Faulty& one) {
            return one.kernel == kernel && without_digits(one.fault) == without_digits(fault);
        });
        if (known == faulty.end()) {
            faulty.push_back({kernel, title_of(contender), fault});
        } else {
            ++known->more;
        }
        spdlog::debug("{} is not used: {}", title_of(contender), fault);
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

/// Speed beside the first contender's, the median of the ratios within each round.
double relative_speed(const BenchmarkContender& contender, const BenchmarkContender& first) {
    const std::size_t turns = std::min(contender.rates().size(), first.rates().size());
    std::vector<double> ratios;
    for (std::size_t i = 0; i < turns; ++i) {
        ratios.push_back(contender.rates()[i] / std::max(1.0, first.rates()[i]));
    }
    return ratios.empty() ? 0 : median(ratios);
}

std::size_t fastest_of(const Contenders& contenders) {
    std::size_t best = 0;
    double best_speed = 1;
    for (std::size_t i = 1; i < contenders.size(); ++i) {
        const double speed = relative_speed(contenders[i], contenders[0]);
        if (speed > best_speed * (best == 0 ? gain_min : 1)) {
            best = i;
            best_speed = speed;
        }
    }
    return best;
}

/// Keeps the first contender, which the others are compared with, and those near the fastest.
void drop_slow(Contenders& contenders) {
    std::vector<double> speeds;
    for (const BenchmarkContender& contender : contenders) {
        speeds.push_back(relative_speed(contender, contenders[0]));
    }
    const double enough = std::ranges::max(speeds) * far_behind;
    for (std::size_t i = contenders.size(); i-- > 1;) {
        if (speeds[i] < enough) {
            contenders.erase(contenders.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

}  // namespace

TuningResult find_fastest(kernels::Device& device, const kernels::Algorithm& algorithm,
                          const TuningSettings& settings) {
    TuningResult result;
    Contenders contenders = all_contenders(device, algorithm, settings.only);
    result.measured = contenders.size();
    const auto turn = settings.turn.count() != 0       ? settings.turn
                      : device.info().backend == "cpu" ? turn_cpu
                                                       : turn_gpu;
    if (contenders.size() > 1) {
        spdlog::info("{}: measuring {} kernels and launch shapes for {}",
                     device_name(device.info()), contenders.size(), algorithm.name);
    }
    const TimePoint start = Clock::now();
    for (int round = 0; round < rounds && (round == 0 || Clock::now() - start < time_max);
         ++round) {
        for (BenchmarkContender& contender : contenders) {
            if (!settings.alive(WorkerPhase::starting)) {
                return {};
            }
            contender.take_turn(turn, {}, nullptr, settings.alive);
        }
        result.measured -= drop_faulty(contenders, result.warnings);
        if (round + 1 == rounds_first && !contenders.empty()) {
            drop_slow(contenders);
        }
    }
    if (!settings.alive(WorkerPhase::starting)) {
        return {};  // the last turn may have been cut short
    }
    if (!contenders.empty()) {
        const BenchmarkContender& best = contenders[fastest_of(contenders)];
        result.fastest = {.kernel = best.result().kernel, .shape = best.shape()};
        result.gain = relative_speed(best, contenders[0]);
    }
    return result;
}

}  // namespace sluice::miner
