// Digishield v3 as Zcash runs it: the mean target of 17 blocks, scaled by a quarter of the error of
// the time between medians. CalculateNextWorkRequired of zcashd, src/pow.cpp.

#include "difficulty/network/rules/digishield.hpp"

#include "difficulty/network/height_ring.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/running_median_time.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr std::int64_t per_mille = 1000;

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height <= window) {
        return params.pow_limit_bits;
    }
    UInt512 sum = 0;
    for (Height back = 1; back <= window; ++back) {
        sum += target_of(chain.bits_at(height - back));
    }
    const std::int64_t took =
        median_time_past(chain, height - 1) - median_time_past(chain, height - 1 - window);
    return digishield_bits(UInt256{sum / window}, took, params);
}

Height reach(const RuleParams& params) {
    return static_cast<Height>(params.window_blocks) + median_time_span;
}

/// Keeps the sum of the window's targets, and each block's median time past.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params), blocks_(reach(params), first) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        if (height >= blocks_.first_height() + window) {
            sum_ -= target_of(blocks_.at(height - window).bits);
        }
        sum_ += target_of(bits);
        medians_.append(time);
        blocks_.append({medians_.median(), bits});
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        if (height <= window) {
            return params_.pow_limit_bits;
        }
        const std::int64_t took =
            blocks_.at(height - 1).median_time - blocks_.at(height - 1 - window).median_time;
        return digishield_bits(UInt256{sum_ / window}, took, params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    struct Entry {
        std::int64_t median_time = 0;
        std::uint32_t bits = 0;
    };

    RuleParams params_;
    HeightRing<Entry> blocks_;
    RunningMedianTime medians_;
    UInt512 sum_;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 1, window_blocks_max},
    RuleParameter{"damping", &RuleParams::damping, 1, damping_max},
    RuleParameter{"rise_max_per_mille", &RuleParams::rise_max_per_mille, 1, 999},
    RuleParameter{"fall_max_per_mille", &RuleParams::fall_max_per_mille, 1, 1'000'000},
};

constexpr RuleParams zcash_params{.spacing_s = 75,
                                  .window_blocks = 17,
                                  .damping = 4,
                                  .rise_max_per_mille = 160,
                                  .fall_max_per_mille = 320,
                                  .pow_limit_bits = 0x1f07'ffff};

constexpr RuleParams zcash_testnet_params() {
    RuleParams params = zcash_params;
    params.pow_limit_bits = 0x2007'ffff;
    params.limit_after_spacings = 6;
    return params;
}

}  // namespace

std::uint32_t digishield_bits(const UInt256& average, std::int64_t took, const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t damped = wanted + (took - wanted) / params.damping;
    const std::int64_t believed =
        std::clamp(damped, wanted * (per_mille - params.rise_max_per_mille) / per_mille,
                   wanted * (per_mille + params.fall_max_per_mille) / per_mille);
    // Divides before it multiplies, so that 256 bits suffice: up to one part in 2^200 is lost.
    const UInt512 quotient = average / static_cast<std::uint64_t>(wanted);
    return bits_within(quotient * static_cast<std::uint64_t>(believed), params);
}

constinit const DifficultyRule digishield_zcash_rule{
    .name = "digishield-zcash",
    .description = "Mean target of 17 blocks, corrected by a quarter of the error of their time",
    .source = "Zcash protocol specification 7.7.3; zcashd src/pow.cpp",
    .weakness =
        "The median time past makes it six blocks late, and a late reaction damped four times "
        "oscillates under on-off mining; starts a new chain at the limit",
    .defaults = zcash_params,
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
};

constinit const DifficultyRule digishield_zcash_testnet_rule{
    .name = "digishield-zcash-testnet",
    .description =
        "digishield-zcash, but a block timestamped six spacings after its parent is easy",
    .source = "zcashd src/pow.cpp GetNextWorkRequired, testnet from height 299,188",
    .weakness = "An easy block enters the mean of the 17 after it, so the difficulty collapses",
    .defaults = zcash_testnet_params(),
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
};

}  // namespace sluice::difficulty
