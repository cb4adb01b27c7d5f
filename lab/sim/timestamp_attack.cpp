#include "lab/sim/timestamp_attack.hpp"

#include "difficulty/network/rule_cursor.hpp"
#include "lab/sim/start_chain.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>

namespace sluice::lab::sim {
namespace {

constexpr std::uint64_t history_blocks = 2020;           // as in the published procedure
constexpr std::uint64_t private_blocks_max = 1'000'000;  // a rule may never get there

double work_of_bits(std::uint32_t bits) {
    return protocol::work_of(protocol::decode_compact(bits).target).convert_to<double>();
}

}  // namespace

TimestampAttackResult run_timestamp_attack(const difficulty::DifficultyRule& rule,
                                           const difficulty::RuleParams& params,
                                           const TimestampAttack& attack) {
    const std::size_t history =
        std::max<std::size_t>(history_blocks, static_cast<std::size_t>(rule.reach(params)) + 1);
    const StartChain start = steady_chain_of(history, params.spacing_s);
    const auto cursor = make_cursor(rule, params, start.blocks);
    const double honest_work = work_of_bits(steady_bits);
    const double expected = honest_work * static_cast<double>(attack.total_blocks);
    const std::int64_t ahead_s =
        std::max<std::int64_t>((static_cast<std::int64_t>(attack.total_blocks) * params.spacing_s +
                                attack.future_limit_s) /
                                   static_cast<std::int64_t>(attack.ahead_blocks),
                               1);

    std::int64_t timestamp = start.blocks.back().time;
    double work = 0;
    double ease_best = 0;
    std::uint64_t blocks = 0;
    while (blocks < private_blocks_max) {
        timestamp += blocks < attack.ahead_blocks ? ahead_s : 1;
        const std::uint32_t bits = cursor->next_bits(timestamp);
        cursor->append(timestamp, bits);
        work += work_of_bits(bits);
        ++blocks;
        if (!attack.goes_on) {
            if (work >= expected) {
                break;
            }
            continue;
        }
        const double ease = honest_work * static_cast<double>(blocks) / work;
        if (ease < ease_best && work >= expected && blocks >= attack.total_blocks) {
            --blocks;  // as published, its work stays counted
            break;
        }
        ease_best = std::max(ease_best, ease);
    }
    if (work < expected) {
        return {.blocks = blocks};
    }
    const double profit =
        static_cast<double>(blocks) / static_cast<double>(attack.total_blocks) * (expected / work) -
        1;
    return {blocks, true, profit};
}

}  // namespace sluice::lab::sim
