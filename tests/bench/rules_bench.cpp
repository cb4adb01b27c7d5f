/// BM_difficulty_rule/<rule>: blocks per second through the rule's cursor, one next_bits and one
/// append a block, on a chain that follows the rule's own answers; "items" are blocks.
/// BM_difficulty_rule_pure/<rule>: the rule's next_bits on the same chain, its window read again
/// for each block. BM_asert/<arithmetic>: one target with 512-bit integers or from bits to bits.

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/recent_blocks.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/asert.hpp"
#include "difficulty/network/rules/registry.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace sluice::difficulty;

constexpr std::uint32_t start_bits = 0x1804'dafe;

/// Solve times of steady hashrate, made before the clock runs.
std::vector<std::int64_t> solve_times(std::int64_t spacing_s) {
    std::mt19937_64 random(1);
    std::vector<std::int64_t> times(1 << 14);
    std::ranges::generate(times, [&] {
        const double uniform = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
        return static_cast<std::int64_t>(-std::log(uniform) * static_cast<double>(spacing_s));
    });
    return times;
}

/// Blocks on schedule, enough for any rule to have its window.
std::vector<Block> history(const DifficultyRule& rule) {
    std::vector<Block> blocks(static_cast<std::size_t>(rule.reach(rule.defaults)) + 100);
    std::int64_t time = 1'600'000'000;
    for (Block& block : blocks) {
        block = {time, start_bits};
        time += rule.defaults.spacing_s;
    }
    return blocks;
}

void follow_chain(benchmark::State& state, const DifficultyRule& rule) {
    const std::vector<std::int64_t> solved = solve_times(rule.defaults.spacing_s);
    const std::vector<Block> blocks = history(rule);
    RuleParams params = rule.defaults;
    params.anchor.reset();
    const auto cursor = make_cursor(rule, params, blocks);
    std::int64_t time = blocks.back().time;
    std::size_t i = 0;
    for (auto _ : state) {
        time += solved[i++ % solved.size()];
        cursor->append(time, cursor->next_bits(time));
    }
    state.SetItemsProcessed(state.iterations());
}

void ask_rule(benchmark::State& state, const DifficultyRule& rule) {
    const std::vector<std::int64_t> solved = solve_times(rule.defaults.spacing_s);
    RuleParams params = rule.defaults;
    params.anchor = Anchor{0, 1'600'000'000, start_bits};
    RecentBlocks chain(rule.reach(params), 0);
    for (const Block& block : history(rule)) {
        chain.append(block);
    }
    std::int64_t time = chain.time_at(chain.next_height() - 1);
    std::size_t i = 0;
    for (auto _ : state) {
        time += solved[i++ % solved.size()];
        chain.append({time, required_bits(rule, chain, params, time)});
    }
    state.SetItemsProcessed(state.iterations());
}

void asert_wide(benchmark::State& state) {
    const auto limit = sluice::protocol::decode_compact(0x1d00'ffff).target;
    std::int64_t late_s = -172'800;
    for (auto _ : state) {
        const auto reference = sluice::protocol::decode_compact(start_bits).target;
        benchmark::DoNotOptimize(
            sluice::protocol::encode_compact(asert_target(reference, late_s++, 172'800, limit)));
    }
    state.SetItemsProcessed(state.iterations());
}

void asert_compact(benchmark::State& state) {
    std::int64_t late_s = -172'800;
    for (auto _ : state) {
        benchmark::DoNotOptimize(asert_bits(start_bits, late_s++, 172'800));
    }
    state.SetItemsProcessed(state.iterations());
}

/// Registered before main() runs.
const bool registered = [] {
    for (const DifficultyRule* rule : difficulty_rules()) {
        const std::string name(rule->name);
        benchmark::RegisterBenchmark(("BM_difficulty_rule/" + name).c_str(),
                                     [rule](auto& state) { follow_chain(state, *rule); });
        benchmark::RegisterBenchmark(("BM_difficulty_rule_pure/" + name).c_str(),
                                     [rule](auto& state) { ask_rule(state, *rule); });
    }
    benchmark::RegisterBenchmark("BM_asert/512_bits", asert_wide);
    benchmark::RegisterBenchmark("BM_asert/compact", asert_compact);
    return true;
}();

}  // namespace
