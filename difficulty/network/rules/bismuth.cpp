// Bismuth: a controller on the logarithm of difficulty. It estimates the hashrate from a day of
// blocks, takes 1/720 of the way there with each block, and brakes by the trend of the block time.
// difficulty() of Bismuth, after Hovland and Kucera 2017. Floating point, as Bismuth's own.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

namespace sluice::difficulty {
namespace {

constexpr double brake = 10;  // Kd, in steps of 2 log2(work) a second at 60 s blocks
constexpr double brake_spacing_s = 60;
constexpr double rise_max = 1;  // of 2 log2(work), a block

/// Mean block time of the window that ends at this height; a chain that ran backwards is as fast as
/// the clamp allows.
double block_time_s(const ChainView& chain, Height end, const RuleParams& params) {
    const auto window = static_cast<Height>(params.window_blocks);
    const auto took = static_cast<double>(chain.time_at(end) - chain.time_at(end - window));
    return std::max(took, 1.0) / static_cast<double>(params.window_blocks);
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    assert(height > 0);
    const std::uint32_t bits = chain.bits_at(height - 1);
    if (height <= static_cast<Height>(params.window_blocks) + 1) {
        return bits;
    }
    // Bismuth counts difficulty as 2 log2 of the work. The hashrate's own factor cancels out:
    // wanted - now = 2 log2(T / block time).
    const auto spacing_s = static_cast<double>(params.spacing_s);
    const double now_s = block_time_s(chain, height - 1, params);
    const double before_s = block_time_s(chain, height - 2, params);
    const double error =
        2 * std::log2(spacing_s / now_s) - brake * brake_spacing_s / spacing_s * (now_s - before_s);
    const double step = std::min(error / (static_cast<double>(params.window_blocks) / 2), rise_max);
    return scaled_bits(target_of(bits), std::exp2(-step / 2), params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks) + 2; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule bismuth_rule{
    .name = "bismuth",
    .description = "1/720 of the error of log difficulty over a day each block, minus its trend",
    .source =
        "Hovland and Kucera, Nonlinear feedback control and stability analysis of a "
        "proof-of-work blockchain, Modeling, Identification and Control 38 (2017)",
    .weakness =
        "Slow: half a day of its own blocks after each change, so Bismuth added a drop by the "
        "clock; its small steps are lost in compact bits whose mantissa is short",
    .defaults = {.spacing_s = 60, .window_blocks = 1440},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .floating_point = true,
};

}  // namespace sluice::difficulty
