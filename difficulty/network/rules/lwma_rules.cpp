// LWMA-1 and LWMA-4 as rules on compact bits. The first is a sum that slides with the window; the
// second looks at the neighbours of each solve time and weighs them anew for each block.

#include "difficulty/network/height_ring.hpp"
#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/lwma.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/work_ring.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

/// The sum of weights and the weighted time stay below 2^63 with any spacing allowed.
constexpr std::int64_t lwma_window_max = 100'000;

bool has_window(Height height, Height window) { return height > window; }

/// Timestamps of the block before the window and of the window.
std::vector<std::int64_t> timestamps_of_window(const ChainView& chain, Height window) {
    const Height before = chain.next_height() - 1 - window;
    std::vector<std::int64_t> times;
    times.reserve(static_cast<std::size_t>(window) + 1);
    for (Height at = before; at < chain.next_height(); ++at) {
        times.push_back(chain.time_at(at));
    }
    return times;
}

UInt256 work_of_window(const ChainView& chain, Height window) {
    UInt256 work = 0;
    WorkMemo memo;
    for (Height back = 1; back <= window; ++back) {
        work += memo.of(chain.bits_at(chain.next_height() - back));
    }
    return work;
}

std::uint32_t lwma_1_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const auto window = static_cast<Height>(params.window_blocks);
    assert(chain.next_height() > 0);
    if (!has_window(chain.next_height(), window)) {
        return chain.bits_at(chain.next_height() - 1);
    }
    const std::int64_t weighted =
        lwma_1_weighted_time(timestamps_of_window(chain, window), params.spacing_s, params.tie_s);
    return nearest_bits_of_work(lwma_1_difficulty(weighted, work_of_window(chain, window),
                                                  params.window_blocks, params.spacing_s),
                                params);
}

std::uint32_t lwma_4_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const auto window = static_cast<Height>(params.window_blocks);
    assert(chain.next_height() > 0);
    if (!has_window(chain.next_height(), window)) {
        return chain.bits_at(chain.next_height() - 1);
    }
    return nearest_bits_of_work(
        lwma_4_difficulty(
            timestamps_of_window(chain, window),
            {work_of_window(chain, window), work_of_bits(chain.bits_at(chain.next_height() - 1))},
            params.spacing_s),
        params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks) + 1; }

/// Keeps the sums that slide with the window: x, and i * x, over solve times x of timestamps that
/// never fall along the whole chain. A window's own timestamps start afresh at its first block, so
/// they may lie lower for a while; from the block where both agree they agree for good, mostly the
/// first.
class Lwma1Cursor final : public RuleCursor {
public:
    Lwma1Cursor(const RuleParams& params, Height first)
        : params_(params), blocks_(reach(params) + 1, first) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        Entry entry{time, time, 0, chain_work_ + work_.of(bits)};
        if (height > blocks_.first_height()) {
            const Entry& parent = blocks_.at(height - 1);
            entry.rising = time > parent.rising ? time : parent.rising + params_.tie_s;
            entry.solved = std::min(6 * params_.spacing_s, entry.rising - parent.rising);
        }
        // The window moves up by one block, so each solve time in it weighs one less.
        weighted_ -= solved_;
        if (height >= blocks_.first_height() + window) {
            solved_ -= blocks_.at(height - window).solved;
        }
        solved_ += entry.solved;
        weighted_ += params_.window_blocks * entry.solved;
        chain_work_ = entry.chain_work;
        tip_bits_ = bits;
        blocks_.append(entry);
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const auto window = static_cast<Height>(params_.window_blocks);
        if (!has_window(blocks_.next_height(), window)) {
            return tip_bits_;
        }
        const Height before = blocks_.next_height() - 1 - window;
        const UInt256 work{chain_work_ - blocks_.at(before).chain_work};
        return nearest_bits_of_work(lwma_1_difficulty(weighted_ + correction(before), work,
                                                      params_.window_blocks, params_.spacing_s),
                                    params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Lwma1Cursor>(*this);
    }

private:
    struct Entry {
        std::int64_t time = 0;
        std::int64_t rising = 0;  ///< highest timestamp of the chain so far
        std::int64_t solved = 0;  ///< between risings, at most 6 spacings
        UInt256 chain_work;
    };

    /// What the window's own timestamps change of the weighted sum.
    [[nodiscard]] std::int64_t correction(Height before) const {
        std::int64_t change = 0;
        std::int64_t previous = blocks_.at(before).time - params_.spacing_s;
        for (Height at = before + 1; at < blocks_.next_height(); ++at) {
            const Entry& entry = blocks_.at(at);
            const std::int64_t time = entry.time > previous ? entry.time : previous + params_.tie_s;
            const std::int64_t solved = std::min(6 * params_.spacing_s, time - previous);
            change += static_cast<std::int64_t>(at - before) * (solved - entry.solved);
            previous = time;
            if (time == entry.rising) {
                break;
            }
        }
        return change;
    }

    RuleParams params_;
    HeightRing<Entry> blocks_;
    std::int64_t solved_ = 0;    // sum over the window
    std::int64_t weighted_ = 0;  // the newest times N, the oldest times 1
    UInt256 chain_work_;
    WorkMemo work_;
    std::uint32_t tip_bits_ = 0;
};

/// The work of a window is one subtraction; the solve times are weighed anew.
class Lwma4Cursor final : public RuleCursor {
public:
    Lwma4Cursor(const RuleParams& params, Height first)
        : params_(params), blocks_(reach(params) + 1, first) {}

    void append(std::int64_t time, std::uint32_t bits) override { blocks_.append(time, bits); }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const auto window = static_cast<Height>(params_.window_blocks);
        const Height height = blocks_.next_height();
        if (!has_window(height, window)) {
            return blocks_.tip_bits();
        }
        std::vector<std::int64_t> times(static_cast<std::size_t>(window) + 1);
        for (std::size_t i = 0; i < times.size(); ++i) {
            times[i] = blocks_.time_at(height - times.size() + i);
        }
        const UInt256 work = blocks_.work_between(height - 1 - window, height - 1);
        return nearest_bits_of_work(
            lwma_4_difficulty(std::move(times), {work, blocks_.tip_work()}, params_.spacing_s),
            params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Lwma4Cursor>(*this);
    }

private:
    RuleParams params_;
    WorkRing blocks_;
};

constexpr std::array lwma_1_parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, lwma_window_max},
    RuleParameter{"tie_s", &RuleParams::tie_s, 0, 1},
};

constexpr std::array lwma_4_parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 3, lwma_window_max},
};

}  // namespace

constinit const DifficultyRule lwma_1_rule{
    .name = "lwma-1",
    .description = "Mean difficulty of a window over its linearly weighted time, solve times to 6T",
    .source = "zawy12/difficulty-algorithms issue 3, LWMA-1 of 2018; tie_s=1 is its later listing",
    .weakness =
        "A timestamp ahead of the clock raises one solve time and hides the next ones, so the "
        "limit on "
        "future timestamps must be short; averages difficulty, not targets: 1 % by hand (99/100)",
    .defaults = {.spacing_s = 120, .window_blocks = 90},
    .parameters = lwma_1_parameters,
    .next_bits = lwma_1_next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Lwma1Cursor>,
};

constinit const DifficultyRule lwma_4_rule{
    .name = "lwma-4",
    .description = "lwma-1 with solve times to 5T, long ones tempered, and a jump of up to 10 %",
    .source = "zawy12/difficulty-algorithms test_DAs.cpp LWMA4_",
    .weakness =
        "The jumps read the noise of two or three blocks; its author withdrew it for lwma-1",
    .defaults = {.spacing_s = 120, .window_blocks = 90},
    .parameters = lwma_4_parameters,
    .next_bits = lwma_4_next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Lwma4Cursor>,
};

}  // namespace sluice::difficulty
