#pragma once
/// The timestamp attack of the public difficulty comparisons (kyuupichan/difficulty, attacks.py of
/// its comparator branch): a private miner timestamps his first blocks far ahead, up to the future
/// limit at the attack's end, mines the easy blocks that follow, and publishes when his chain has
/// as much work as the public one. No chance is in it. Pure, any thread.

#include "difficulty/network/rule.hpp"

#include <cstdint>

namespace sluice::lab::sim {

struct TimestampAttack {
    std::uint64_t ahead_blocks = 1;  ///< the first blocks, which take the timestamps ahead
    std::uint64_t total_blocks = 0;  ///< that the honest chain finds meanwhile
    /// Ends by the published rule: not before `total_blocks`, and then with the first block after
    /// which the running profit is below its best; that block is not counted, its work is.
    bool goes_on = false;
    std::int64_t future_limit_s = 7'200;
};

struct TimestampAttackResult {
    std::uint64_t blocks = 0;  ///< of the private chain
    bool caught_up = false;    ///< it got as much work as the honest chain; else nobody takes it
    double profit = -1;        ///< blocks for the same work, relative to honest mining, minus 1;
                               ///< -1 for a chain that nobody takes
};

/// On a steady history at steady_bits. `attack` has at least one block ahead.
[[nodiscard]] TimestampAttackResult run_timestamp_attack(const difficulty::DifficultyRule& rule,
                                                         const difficulty::RuleParams& params,
                                                         const TimestampAttack& attack);

}  // namespace sluice::lab::sim
