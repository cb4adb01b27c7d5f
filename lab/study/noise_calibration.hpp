#pragma once
/// The one setting of a rule that trades noise against lag, and its value for a wanted noise, so
/// that rules can be compared fairly. Thread-safe.

#include "lab/study/setup.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sluice::lab {

/// The rule's half-life or averaging window; nullptr if it has neither.
[[nodiscard]] const difficulty::RuleParameter* smoothing_parameter(
    const difficulty::DifficultyRule& rule);

/// Its values from short to long that cover `blocks_min` to `blocks_max` blocks of memory, within
/// the rule's range, `per_doubling` of them to a doubling.
[[nodiscard]] std::vector<std::int64_t> smoothing_values(const difficulty::DifficultyRule& rule,
                                                         const difficulty::RuleParams& params,
                                                         double blocks_min, double blocks_max,
                                                         int per_doubling);

/// Which of these (noise, cost) pairs no other pair beats in both; NaN is beaten by everything.
[[nodiscard]] std::vector<bool> on_frontier(std::span<const double> noise,
                                            std::span<const double> cost);

/// How a noise was reached, or nearly.
struct Calibration {
    difficulty::RuleParams params;
    double noise = 0;      ///< of ln(D/D*) at steady hashrate, as simulated with these params
    bool reached = false;  ///< if not, the params are as they were
};

/// The rule's params with the smoothing that gives `noise` within 1 %, at worst within 5 %. A rule
/// without smoothing parameter, or whose noise it does not move that far, stays as it is.
[[nodiscard]] Calibration calibrate(const difficulty::DifficultyRule& rule,
                                    const difficulty::RuleParams& params, double noise,
                                    unsigned threads);

}  // namespace sluice::lab
