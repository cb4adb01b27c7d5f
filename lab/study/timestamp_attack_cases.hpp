#pragma once
/// The timestamp attacks that the comparison of the Bitcoin Cash community published, with its
/// figures (kyuupichan/difficulty, attacks.py of the comparator branch). Constants, any thread.

#include "lab/sim/timestamp_attack.hpp"
#include "lab/study/rule_settings.hpp"

#include <string>
#include <vector>

namespace sluice::lab {

struct TimestampAttackCase {
    std::string name;  ///< as published
    std::string rule;  ///< ours
    std::vector<RuleSetting> settings;
    sim::TimestampAttack attack;
    double published_profit = 0;
    std::string remark;  ///< how our rule differs from theirs
};

[[nodiscard]] std::vector<TimestampAttackCase> timestamp_attack_cases();

}  // namespace sluice::lab
