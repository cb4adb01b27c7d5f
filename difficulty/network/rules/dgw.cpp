// Dark Gravity Wave v3: an average over 24 blocks that counts the newest twice, scaled by the time
// of their 23 intervals. DarkGravityWave of Dash Core, src/pow.cpp.

#include "difficulty/network/recent_blocks.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

/// The average as the source rolls it, newest block first: each step rounds down.
UInt256 rolled_average(const ChainView& chain, Height window) {
    const Height height = chain.next_height();
    UInt512 average = target_of(chain.bits_at(height - 1));
    for (Height count = 2; count <= window; ++count) {
        average = (average * count + target_of(chain.bits_at(height - count))) / (count + 1);
    }
    return UInt256{average};
}

std::uint32_t bits_of_average(const UInt256& average, std::int64_t took, const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t shortest = std::max<std::int64_t>(1, wanted / 3);
    return scaled_bits(average, std::clamp(took, shortest, wanted * 3), wanted, params);
}

bool has_window(Height height, Height window) { return height > window; }

std::uint32_t dgw_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (!has_window(height, window)) {
        return params.pow_limit_bits;
    }
    const std::int64_t took = chain.time_at(height - 1) - chain.time_at(height - window);
    return bits_of_average(rolled_average(chain, window), took, params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks); }

/// Keeps the sum of the window. Rolled without rounding, the average is (sum + newest) / (N + 1).
/// Each of the N - 1 roundings loses less than 1 and is scaled down by the next ones, so the rolled
/// average is less than N below; if both ends of that range give the same bits, they are the
/// rule's. They do, except for targets of a few bytes.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params), first_(first), blocks_(reach(params), first) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        if (height >= first_ + window) {
            sum_ -= target_of(blocks_.bits_at(height - window));
        }
        newest_ = target_of(bits);
        sum_ += newest_;
        blocks_.append({time, bits});
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t next_time) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        if (!has_window(height, window)) {
            return params_.pow_limit_bits;
        }
        const std::int64_t took = blocks_.time_at(height - 1) - blocks_.time_at(height - window);
        const UInt256 most{(sum_ + newest_) / (window + 1)};
        if (most > window) {
            const std::uint32_t bits = bits_of_average(most, took, params_);
            if (bits == bits_of_average(most - window, took, params_)) {
                return bits;
            }
        }
        return dgw_next_bits(blocks_, params_, next_time);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    Height first_;
    RecentBlocks blocks_;
    UInt512 sum_;
    UInt256 newest_;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule dgw_rule{
    .name = "dgw",
    .description =
        "Average target of 24 blocks, newest twice, times the time they took; at most 3x",
    .source = "Dash Core src/pow.cpp DarkGravityWave (v3, Evan Duffield)",
    .weakness =
        "Compares 23 intervals with 24 spacings, so blocks come 4 % late; no guard against "
        "timestamps "
        "ahead of the clock; starts a new chain at the limit",
    .defaults = {.spacing_s = 150, .window_blocks = 24, .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = dgw_next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
};

}  // namespace sluice::difficulty
