#include "lab/study/timestamp_attack_cases.hpp"

#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"

#include <algorithm>

namespace sluice::lab {

std::vector<TimestampAttackCase> timestamp_attack_cases() {
    // Their number is the time constant of the decay in blocks; ASERT's half-life is ln 2 of it.
    const std::string half_lifes = "half-life of ln 2 times the time constant";
    std::vector<TimestampAttackCase> cases{
        {"cw-144", "cw-144", {}, {.total_blocks = 145, .goes_on = true}, 0.4403, ""},
        {"asert-144", "asert", {{"half_life_s", 59887}}, {.total_blocks = 283}, 0.4198, half_lifes},
        {"asert-576",
         "asert",
         {{"half_life_s", 239549}},
         {.total_blocks = 1290, .goes_on = true},
         0.3902,
         half_lifes},
        {"wtema-144",
         "wtema",
         {{"window_blocks", 144}},
         {.ahead_blocks = 48, .total_blocks = 330, .goes_on = true},
         0.3715,
         ""},
        {"wtema-576",
         "wtema",
         {{"window_blocks", 576}},
         {.ahead_blocks = 75, .total_blocks = 1200, .goes_on = true},
         0.3690,
         ""},
        {"lwma-144",
         "lwma-1",
         {{"spacing_s", 600}, {"window_blocks", 144}},
         {.total_blocks = 123, .goes_on = true},
         0.3153,
         "zawy12's LWMA-1 limits a solve time to 6 spacings, theirs does not"},
    };
    std::erase_if(cases, [](const TimestampAttackCase& row) {
        return difficulty::find_rule(row.rule) == nullptr;
    });
    return cases;
}

}  // namespace sluice::lab
