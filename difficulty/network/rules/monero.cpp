#include "difficulty/network/rules/monero.hpp"

#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/work_ring.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr std::uint32_t limit_bits = 0x2100'ffff;  // a difficulty of 1

/// Monero's 720, 15 and 60 blocks, in proportion to the window.
struct Shape {
    std::size_t window;
    std::size_t lag;
    std::size_t cut;
};

Shape shape_of(const RuleParams& params) {
    const auto window = static_cast<std::size_t>(params.window_blocks);
    return {window, window * monero_lag / monero_window, window * monero_cut / monero_window};
}

/// The heights that count for the block at `height`: all but genesis and the newest of a full
/// window.
struct Heights {
    Height begin;
    Height end;
};

Heights counted_heights(Height height, const Shape& shape) {
    const Height known = height - std::min<Height>(1, height);
    const Height count = std::min<Height>(known, shape.window + shape.lag);
    const Height begin = height - count;
    return {begin, begin + std::min<Height>(count, shape.window)};
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const Shape shape = shape_of(params);
    const Heights counted = counted_heights(chain.next_height(), shape);
    std::vector<std::int64_t> times;
    std::vector<UInt256> cumulative;
    UInt256 sum = 0;
    for (Height at = counted.begin; at < counted.end; ++at) {
        sum += work_of_bits(chain.bits_at(at));
        times.push_back(chain.time_at(at));
        cumulative.push_back(sum);
    }
    return nearest_bits_of_work(
        monero_difficulty(times, cumulative, params.spacing_s, shape.window, shape.cut), params);
}

Height reach(const RuleParams& params) {
    const Shape shape = shape_of(params);
    return shape.window + shape.lag;
}

/// Keeps the timestamps that count sorted.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params),
          shape_(shape_of(params)),
          blocks_(reach(params) + 1, first),
          begin_(std::max<Height>(first, 1)),
          end_(begin_) {
        sorted_.reserve(shape_.window + 1);
    }

    void append(std::int64_t time, std::uint32_t bits) override {
        blocks_.append(time, bits);
        const Heights counted = counted_heights(blocks_.next_height(), shape_);
        const Height begin = std::max(counted.begin, std::max<Height>(blocks_.first_height(), 1));
        const Height end = std::min<Height>(blocks_.next_height(), begin + shape_.window);
        for (; end_ < end; ++end_) {
            const std::int64_t entering = blocks_.time_at(end_);
            sorted_.insert(std::ranges::upper_bound(sorted_, entering), entering);
        }
        for (; begin_ < begin; ++begin_) {
            sorted_.erase(std::ranges::lower_bound(sorted_, blocks_.time_at(begin_)));
        }
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        if (sorted_.size() <= 1) {
            return params_.pow_limit_bits;
        }
        const MoneroCut kept = monero_cut_of(sorted_.size(), shape_.window, shape_.cut);
        const UInt256 work = blocks_.work_between(begin_ + kept.begin, begin_ + kept.end - 1);
        const std::int64_t took = sorted_[kept.end - 1] - sorted_[kept.begin];
        return nearest_bits_of_work(monero_quotient(work, took, params_.spacing_s), params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    Shape shape_;
    WorkRing blocks_;
    Height begin_;  // heights whose timestamps are in sorted_
    Height end_;
    std::vector<std::int64_t> sorted_;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 4, 100'000},
};

}  // namespace

MoneroCut monero_cut_of(std::size_t count, std::size_t window, std::size_t cut) {
    const std::size_t kept = window - 2 * cut;
    if (count <= kept) {
        return {0, count};
    }
    const std::size_t begin = (count - kept + 1) / 2;
    return {begin, begin + kept};
}

UInt256 monero_quotient(const UInt256& work, std::int64_t took, std::int64_t spacing_s) {
    const auto seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(took, 1));
    return UInt256{(work * static_cast<std::uint64_t>(spacing_s) + (seconds - 1)) / seconds};
}

UInt256 monero_difficulty(std::vector<std::int64_t> times, std::span<const UInt256> cumulative,
                          std::int64_t spacing_s, std::size_t window, std::size_t cut) {
    assert(times.size() == cumulative.size() && times.size() <= window);
    if (times.size() <= 1) {
        return 1;
    }
    std::ranges::sort(times);
    const MoneroCut kept = monero_cut_of(times.size(), window, cut);
    return monero_quotient(UInt256{cumulative[kept.end - 1] - cumulative[kept.begin]},
                           times[kept.end - 1] - times[kept.begin], spacing_s);
}

constinit const DifficultyRule monero_rule{
    .name = "monero",
    .description =
        "Work of 600 of 720 blocks by the time between their sorted timestamps, 15 blocks late",
    .source = "Monero src/cryptonote_basic/difficulty.cpp next_difficulty",
    .weakness =
        "Slow: the lag and the cut keep the newest 75 blocks out, so a jump of hashrate gets a day "
        "of easy blocks; starts a new chain at the limit",
    .defaults = {.spacing_s = 120, .window_blocks = 720, .pow_limit_bits = limit_bits},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
};

}  // namespace sluice::difficulty
