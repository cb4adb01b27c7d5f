// A rule of our own: WTEMA, and a test whether the hashrate has stepped.
//
// If the target is right, the solve times of k blocks, each as long as it would have been at the
// target now, sum to k spacings in the mean with a Gamma(k) distribution. A sum that the
// distribution does not explain means that the hashrate has changed, and the k blocks themselves
// are the best estimate of the new one. The shortest window that is certain decides. See
// docs/difficulty-rules.md.

#include "difficulty/height_ring.hpp"
#include "difficulty/rule_cursor.hpp"
#include "difficulty/rules/rules.hpp"
#include "difficulty/rules/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <optional>

namespace sluice::difficulty {
namespace {

using Int512 = boost::multiprecision::int512_t;
using protocol::UInt256;

/// A number of blocks and the two quantiles of Gamma(blocks) / blocks, in thousandths, beyond which
/// lies 3e-7 each.
struct StepTest {
    Height blocks;
    std::int64_t low_per_mille;
    std::int64_t high_per_mille;
};

constexpr std::array step_tests{
    StepTest{4, 13, 5683},   StepTest{8, 77, 3839},   StepTest{16, 201, 2776},
    StepTest{32, 350, 2143}, StepTest{64, 495, 1753}, StepTest{128, 619, 1505},
};

constexpr Height blocks_max = step_tests.back().blocks;
constexpr int step_max = 16;  // times, either way, in one block

/// Solve time times target of a block: its share of what the target should have been.
Int512 exposure(std::int64_t solve_time_s, std::uint32_t bits) {
    return Int512{target_of(bits)} * solve_time_s;
}

/// WTEMA's answer before it is rounded to bits.
Int512 wtema_target(std::int64_t solve_time_s, std::uint32_t bits, const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t scaled = std::max<std::int64_t>(1, wanted - params.spacing_s + solve_time_s);
    return std::max<Int512>(1, Int512{target_of(bits)} * scaled / wanted);
}

/// The window's own estimate of the target, if it rejects this one.
std::optional<Int512> stepped_target(const StepTest& test, const Int512& exposed,
                                     const Int512& target, const RuleParams& params) {
    const std::int64_t wanted = static_cast<std::int64_t>(test.blocks) * params.spacing_s;
    const Int512 scaled = exposed * 1000;
    const Int512 expected = target * wanted;
    if (scaled >= expected * test.low_per_mille && scaled <= expected * test.high_per_mille) {
        return std::nullopt;
    }
    return std::clamp<Int512>(exposed / wanted, target / step_max, target * step_max);
}

std::uint32_t bits_of(const Int512& target, const RuleParams& params) {
    return nearest_bits_within(UInt512{std::max<Int512>(1, target)}, params);
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const Height tip = chain.next_height() - 1;
    if (tip == 0) {
        return chain.bits_at(tip);
    }
    const auto solve_time_s = [&](Height at) { return chain.time_at(at) - chain.time_at(at - 1); };
    const Int512 target = wtema_target(solve_time_s(tip), chain.bits_at(tip), params);
    Int512 exposed = 0;
    Height counted = 0;
    for (const StepTest& test : step_tests) {
        if (test.blocks > tip) {
            break;
        }
        for (; counted < test.blocks; ++counted) {
            exposed += exposure(solve_time_s(tip - counted), chain.bits_at(tip - counted));
        }
        if (const auto stepped = stepped_target(test, exposed, target, params)) {
            return bits_of(*stepped, params);
        }
    }
    return bits_of(target, params);
}

Height reach(const RuleParams&) { return blocks_max + 1; }

/// Keeps the sum of each test's window.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params), exposures_(reach(params), first) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        const Height height = exposures_.next_height();
        const bool has_parent = height > exposures_.first_height();
        solve_time_s_ = has_parent ? time - tip_time_ : 0;
        tip_time_ = time;
        tip_bits_ = bits;
        const Int512 exposed = has_parent ? exposure(solve_time_s_, bits) : Int512{0};
        for (std::size_t i = 0; i < step_tests.size(); ++i) {
            sums_[i] += exposed;
            if (height >= exposures_.first_height() + step_tests[i].blocks) {
                sums_[i] -= exposures_.at(height - step_tests[i].blocks);
            }
        }
        exposures_.append(exposed);
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const Height tip = exposures_.next_height() - 1;
        if (tip == 0) {
            return tip_bits_;
        }
        const Int512 target = wtema_target(solve_time_s_, tip_bits_, params_);
        for (std::size_t i = 0; i < step_tests.size() && step_tests[i].blocks <= tip; ++i) {
            if (const auto stepped = stepped_target(step_tests[i], sums_[i], target, params_)) {
                return bits_of(*stepped, params_);
            }
        }
        return bits_of(target, params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    HeightRing<Int512> exposures_;  // of each block
    std::array<Int512, step_tests.size()> sums_;
    std::int64_t tip_time_ = 0;
    std::int64_t solve_time_s_ = 0;
    std::uint32_t tip_bits_ = 0;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 1, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule wtema_step_rule{
    .name = "wtema-step",
    .description =
        "wtema, but a run of 4 to 128 blocks that its target cannot explain sets it anew",
    .source = "Sluice, docs/difficulty-rules.md",
    .weakness =
        "Stamps far ahead of the clock look like a loss of hashrate, so the limit on future stamps "
        "should be a few spacings; about one jump in 300,000 blocks is noise",
    .defaults = {.window_blocks = 144},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = [](const RuleParams& params, Height first) -> std::unique_ptr<RuleCursor> {
        return std::make_unique<Cursor>(params, first);
    },
};

}  // namespace sluice::difficulty
