// Kimoto's Gravity Well: averages as far back as the hashrate looks unchanged. The "event horizon"
// narrows with the number of blocks: a short burst must be large to end the average, a long one may
// be small. KimotoGravityWell of Megacoin, src/main.cpp; floating point, but only to compare.

#include "difficulty/network/recent_blocks.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

/// How far a mean over `blocks` may deviate before the average ends there.
double event_horizon(Height blocks) {
    return 1 + 0.7084 * std::pow(static_cast<double>(blocks) / 28.2, -1.228);
}

/// A quarter of a day of the seven days that the window is in Megacoin.
Height blocks_min(const RuleParams& params) {
    return static_cast<Height>(params.window_blocks) / 28;
}

/// Where the average ends, and how long its blocks took.
struct Well {
    Height blocks = 0;
    std::int64_t took = 0;
};

/// The averages end at block 1: the loop of the source never reads the genesis block.
Height blocks_max(Height height, const RuleParams& params) {
    return std::min(static_cast<Height>(params.window_blocks), height - 1);
}

template <class Horizon>
Well find_well(const ChainView& chain, const RuleParams& params, const Horizon& horizon) {
    const Height height = chain.next_height();
    const std::int64_t tip_time = chain.time_at(height - 1);
    const Height least = blocks_min(params);
    const Height most = blocks_max(height, params);
    Well well;
    for (Height blocks = 1; blocks <= most; ++blocks) {
        const std::int64_t took = tip_time - chain.time_at(height - blocks);
        well = {blocks, std::max<std::int64_t>(took, 0)};
        const std::int64_t wanted = params.spacing_s * static_cast<std::int64_t>(blocks);
        const double ratio =
            well.took == 0 ? 1 : static_cast<double>(wanted) / static_cast<double>(well.took);
        if (blocks >= least) {
            const double fast = horizon(blocks);
            if (ratio <= 1 / fast || ratio >= fast) {
                break;
            }
        }
    }
    return well;
}

/// The average as the source rolls it, newest block first. Its big numbers are signed and their
/// division truncates toward zero.
UInt256 rolled_average(const ChainView& chain, Height blocks) {
    const Height height = chain.next_height();
    UInt256 average = target_of(chain.bits_at(height - 1));
    for (Height count = 2; count <= blocks; ++count) {
        const UInt256 target = target_of(chain.bits_at(height - count));
        if (target >= average) {
            average += (target - average) / count;
        } else {
            average -= (average - target) / count;
        }
    }
    return average;
}

std::uint32_t bits_of_well(const UInt256& average, const Well& well, const RuleParams& params) {
    const std::int64_t wanted = params.spacing_s * static_cast<std::int64_t>(well.blocks);
    return scaled_bits(average, well.took == 0 ? wanted : well.took, wanted, params);
}

/// The source starts averaging when the chain is as long as its shortest average.
bool is_young(Height height, const RuleParams& params) {
    return height < 2 || height - 1 < blocks_min(params);
}

std::uint32_t kgw_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    if (is_young(chain.next_height(), params)) {
        return params.pow_limit_bits;
    }
    const Well well = find_well(chain, params, event_horizon);
    return bits_of_well(rolled_average(chain, well.blocks), well, params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks) + 1; }

/// Keeps sums of targets from the start of the chain and a table of horizons. Where the average
/// ends must still be searched block by block; the average itself is one subtraction. The roundings
/// of the rolled one lose less than (count + 1) / 2 either way, so if both ends of that range give
/// the same bits, they are the rule's.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params), blocks_(reach(params), first), sums_(reach(params) + 1, first) {
        const auto window = static_cast<Height>(params.window_blocks);
        horizons_.reserve(static_cast<std::size_t>(window) + 1);
        horizons_.push_back(0);
        for (Height blocks = 1; blocks <= window; ++blocks) {
            horizons_.push_back(event_horizon(blocks));
        }
    }

    void append(std::int64_t time, std::uint32_t bits) override {
        sum_ += target_of(bits);
        sums_.append(sum_);
        blocks_.append({time, bits});
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const Height height = blocks_.next_height();
        if (is_young(height, params_)) {
            return params_.pow_limit_bits;
        }
        const Well well = find_well(blocks_, params_, [this](Height blocks) {
            return horizons_[static_cast<std::size_t>(blocks)];
        });
        const Height before = height - 1 - well.blocks;
        const UInt512 below = before < sums_.first_height() ? UInt512{0} : sums_.at(before);
        const UInt256 average{(sum_ - below) / well.blocks};
        if (average > well.blocks) {
            const std::uint32_t bits = bits_of_well(average - well.blocks, well, params_);
            if (bits == bits_of_well(average + well.blocks, well, params_)) {
                return bits;
            }
        }
        return bits_of_well(rolled_average(blocks_, well.blocks), well, params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    RecentBlocks blocks_;
    HeightRing<UInt512> sums_;  // of all targets up to each block
    UInt512 sum_;
    std::vector<double> horizons_;  // by number of blocks
};

/// An average of fewer than ten blocks multiplies the difficulty by its noise in every block.
constexpr std::int64_t window_min = 280;

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, window_min, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule kgw_rule{
    .name = "kgw",
    .description = "Averages back to where the block rate left an event horizon, 1/28 to 1 window",
    .source = "Megacoin src/main.cpp KimotoGravityWell (Dr. Kimoto Chan, 2013)",
    .weakness =
        "Timewarp: a timestamp set back ends the average where an attacker wants (fixed too late "
        "for "
        "many coins); starts a new chain at the limit",
    .defaults = {.spacing_s = 150, .window_blocks = 4032, .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = kgw_next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
    .floating_point = true,
};

}  // namespace sluice::difficulty
