#pragma once
/// The rows of the difficulty table, one a rule. Each is defined beside its function in the source
/// file of its name; difficulty/rule.cpp lists them. Constants, any thread.

#include "difficulty/rule.hpp"

#include <cstdint>

namespace sluice::difficulty {

// Bounds that rules share. With them a period times 4 fits 64 bits in seconds.
inline constexpr std::int64_t spacing_s_max = 604'800;  // a week
inline constexpr std::int64_t window_blocks_max = 1'000'000;
inline constexpr std::int64_t half_life_s_max = 31'622'400;  // a year of 366 days

extern const DifficultyRule btc_2016_rule;
extern const DifficultyRule asert_rule;
extern const DifficultyRule asert_decred_rule;

}  // namespace sluice::difficulty
