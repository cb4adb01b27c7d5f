#pragma once
/// The rows of the difficulty table, one a rule. Each is defined beside its function in the source
/// file of its name; registry.cpp lists them. Constants, any thread.

#include "difficulty/network/rule.hpp"

#include <cstdint>

namespace sluice::difficulty {

// Bounds that rules share. With them a period times 4 fits 64 bits in seconds.
inline constexpr std::int64_t spacing_s_max = 604'800;  // a week
inline constexpr std::int64_t window_blocks_max = 1'000'000;
inline constexpr std::int64_t half_life_s_max = 31'622'400;  // a year of 366 days
inline constexpr std::int64_t damping_max = 1'000;

extern const DifficultyRule btc_2016_rule;
extern const DifficultyRule testnet3_rule;
extern const DifficultyRule testnet4_rule;
extern const DifficultyRule litecoin_rule;
extern const DifficultyRule dogecoin_2013_rule;
extern const DifficultyRule bch_eda_rule;
extern const DifficultyRule cw_144_rule;
extern const DifficultyRule asert_rule;
extern const DifficultyRule asert_decred_rule;
extern const DifficultyRule decred_ewma_rule;
extern const DifficultyRule wtema_rule;
extern const DifficultyRule grin_rule;
extern const DifficultyRule ema_rule;
extern const DifficultyRule lwma_1_rule;
extern const DifficultyRule lwma_4_rule;
extern const DifficultyRule digishield_zcash_rule;
extern const DifficultyRule digishield_zcash_testnet_rule;
extern const DifficultyRule digishield_doge_rule;
extern const DifficultyRule dgw_rule;
extern const DifficultyRule kgw_rule;
extern const DifficultyRule monero_rule;
extern const DifficultyRule ethereum_homestead_rule;
extern const DifficultyRule ethereum_byzantium_rule;
extern const DifficultyRule digibyte_rule;
extern const DifficultyRule bismuth_rule;
extern const DifficultyRule pid_rule;

}  // namespace sluice::difficulty
