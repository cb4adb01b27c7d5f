#include "difficulty/network/rules/ethereum.hpp"

#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr std::uint64_t step_divisor = 2048;
constexpr std::int64_t fall_steps_max = 99;
constexpr std::uint32_t limit_bits = 0x1e7f'ffff;  // the work is ethereum_difficulty_min

UInt256 moved(const UInt256& parent, std::int64_t steps) {
    const UInt256 step = parent / step_divisor;
    if (steps >= 0) {
        return UInt256{parent + step * static_cast<std::uint64_t>(steps)};
    }
    const UInt256 down = step * static_cast<std::uint64_t>(-steps);
    return UInt256{parent - down};  // 99/2048 at most
}

UInt256 formula(const EthereumFork& fork, std::uint64_t solve_time_s,
                const EthereumParent& parent) {
    switch (fork.formula) {
        case EthereumFormula::frontier:
            return moved(parent.difficulty, solve_time_s < 13 ? 1 : -1);
        case EthereumFormula::homestead:
            return ethereum_step(parent.difficulty, solve_time_s, 10, 1);
        case EthereumFormula::byzantium:
            return ethereum_step(parent.difficulty, solve_time_s, 9, parent.has_uncles ? 2 : 1);
    }
    return parent.difficulty;
}

/// 2^(number/100000 - 2), counted from the delay; nothing in the first 200,000 blocks.
UInt256 bomb(const EthereumFork& fork, std::uint64_t number) {
    constexpr std::uint64_t period_blocks = 100'000;
    const std::uint64_t delayed = number - std::min(number, fork.bomb_delay_blocks);
    const std::uint64_t period = delayed / period_blocks;
    return period > 1
               ? UInt256{1} << static_cast<unsigned>(std::min<std::uint64_t>(period, 257) - 2)
               : UInt256{0};
}

/// s/divisor of the formulas is whole, so blocks come divisor / ln 2 apart: 10 s is Homestead's
/// 14.4 s, 9 s Byzantium's 13.0 s. The divisor for another spacing, rounded.
std::uint64_t divisor_of(std::int64_t spacing_s) {
    constexpr std::uint64_t ln_2_per_mille = 693;
    const std::uint64_t divisor =
        (static_cast<std::uint64_t>(spacing_s) * ln_2_per_mille + 500) / 1000;
    return std::max<std::uint64_t>(1, divisor);
}

/// max(most - s/divisor, -99)
std::int64_t steps_of(std::uint64_t solve_time_s, std::uint64_t divisor_s, std::int64_t most) {
    const std::uint64_t units = std::min<std::uint64_t>(solve_time_s / divisor_s, 1000);
    return std::max(most - static_cast<std::int64_t>(units), -fall_steps_max);
}

/// Of the rows, whose blocks have no uncles.
constexpr std::int64_t rise_steps = 1;

std::int64_t row_steps(std::int64_t parent_time, std::int64_t time, std::uint64_t divisor_s) {
    const auto solve_time_s =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, time - parent_time));
    return steps_of(solve_time_s, divisor_s, rise_steps);
}

/// Both rows in steady state are one rule: they differ in the divisor, and in uncles and the bomb,
/// which a chain of bits and timestamps does not have.
std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t next_time) {
    assert(chain.next_height() > 0);
    const Height tip = chain.next_height() - 1;
    const std::int64_t steps =
        row_steps(chain.time_at(tip), next_time, divisor_of(params.spacing_s));
    return nearest_bits_of_work(moved(work_of_bits(chain.bits_at(tip)), steps), params);
}

/// The timestamp counts by its steps alone, so each answer for a parent's bits is computed once.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height)
        : params_(params), divisor_s_(divisor_of(params.spacing_s)) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        time_ = time;
        if (bits != bits_) {
            bits_ = bits;
            work_ = work_of_bits(bits);
            answers_.fill(unknown);
        }
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t next_time) override {
        const std::int64_t steps = row_steps(time_, next_time, divisor_s_);
        std::uint32_t& answer = answers_[static_cast<std::size_t>(steps + fall_steps_max)];
        if (answer == unknown) {
            answer = nearest_bits_of_work(moved(work_, steps), params_);
        }
        return answer;
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    static constexpr std::uint32_t unknown = 0;  // no rule answers a target of 0

    RuleParams params_;
    std::uint64_t divisor_s_;
    std::int64_t time_ = 0;
    std::uint32_t bits_ = unknown;
    UInt256 work_ = 0;
    std::array<std::uint32_t, fall_steps_max + 1 + rise_steps> answers_{};
};

Height reach(const RuleParams&) { return 1; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
};

constexpr std::string_view weakness =
    "A miner picks his own difficulty with his timestamp; at most 99 steps of 1/2048 down, so a "
    "loss "
    "of 90 % of the hashrate takes hours; a step too small for compact bits is rounded";

}  // namespace

UInt256 ethereum_step(const UInt256& parent, std::uint64_t solve_time_s, std::uint64_t divisor_s,
                      std::int64_t most) {
    return moved(parent, steps_of(solve_time_s, divisor_s, most));
}

UInt256 ethereum_difficulty(const EthereumFork& fork, std::uint64_t number, std::uint64_t time,
                            const EthereumParent& parent) {
    const UInt256 least = ethereum_difficulty_min;
    return UInt256{std::max(formula(fork, time - parent.time, parent), least) + bomb(fork, number)};
}

constinit const DifficultyRule ethereum_homestead_rule{
    .name = "ethereum-homestead",
    .description = "Steps of 1/2048 by the block's own solve time in units of 10 s; no bomb",
    .source = "EIP-2; Ethereum yellow paper, Homestead",
    .weakness = weakness,
    .defaults = {.spacing_s = 14, .pow_limit_bits = limit_bits},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
    .reads_next_time = true,
};

constinit const DifficultyRule ethereum_byzantium_rule{
    .name = "ethereum-byzantium",
    .description = "ethereum-homestead in units of 9 s; no uncles, no bomb",
    .source = "EIP-100 and EIP-649",
    .weakness = weakness,
    .defaults = {.spacing_s = 13, .pow_limit_bits = limit_bits},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
    .reads_next_time = true,
};

}  // namespace sluice::difficulty
