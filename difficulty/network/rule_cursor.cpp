#include "difficulty/network/rule_cursor.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/recent_blocks.hpp"

#include <cassert>
#include <utility>

namespace sluice::difficulty {
namespace {

/// Any rule over the blocks that it may read.
class RecentBlocksCursor final : public RuleCursor {
public:
    RecentBlocksCursor(const DifficultyRule& rule, const RuleParams& params, Height first)
        : next_bits_(rule.next_bits), params_(params), recent_(rule.reach(params), first) {}

    void append(std::int64_t time, std::uint32_t bits) override { recent_.append({time, bits}); }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t next_time) override {
        return next_bits_(recent_, params_, next_time);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<RecentBlocksCursor>(*this);
    }

private:
    NextBits next_bits_;
    RuleParams params_;
    RecentBlocks recent_;
};

/// A rule and the exceptions for late blocks: the same answers as required_bits.
class LateBlocksCursor final : public RuleCursor {
public:
    LateBlocksCursor(std::unique_ptr<RuleCursor> inner, const DifficultyRule& rule,
                     const RuleParams& params, Height first)
        : inner_(std::move(inner)),
          rule_(&rule),
          params_(params),
          first_(first),
          next_height_(first) {}
    LateBlocksCursor(const LateBlocksCursor& other)
        : RuleCursor(other),
          inner_(other.inner_->clone()),
          rule_(other.rule_),
          params_(other.params_),
          first_(other.first_),
          next_height_(other.next_height_),
          tip_(other.tip_),
          bits_before_easy_(other.bits_before_easy_) {}

    void append(std::int64_t time, std::uint32_t bits) override {
        inner_->append(time, bits);
        if (bits != params_.pow_limit_bits || next_height_ == first_ ||
            next_height_ % static_cast<Height>(params_.window_blocks) == 0) {
            bits_before_easy_ = bits;
        }
        tip_ = {time, bits};
        ++next_height_;
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t next_time) override {
        if (!is_retarget(*rule_, params_, next_height_)) {
            if (const auto late = late_bits(tip_, next_time, params_)) {
                return *late;
            }
            if (params_.walk_back > 0) {
                return bits_before_easy_;
            }
        }
        return inner_->next_bits(next_time);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<LateBlocksCursor>(*this);
    }

private:
    std::unique_ptr<RuleCursor> inner_;
    const DifficultyRule* rule_;
    RuleParams params_;
    Height first_;
    Height next_height_;
    Block tip_;
    std::uint32_t bits_before_easy_ = 0;
};

}  // namespace

std::unique_ptr<RuleCursor> make_cursor(const DifficultyRule& rule, const RuleParams& params,
                                        std::span<const Block> initial, Height first) {
    assert(!initial.empty());
    RuleParams anchored = params;
    if (!anchored.anchor) {
        anchored.anchor = Anchor{first, initial.front().time, initial.front().bits};
    }
    std::unique_ptr<RuleCursor> cursor;
    if (rule.make_cursor != nullptr) {
        cursor = rule.make_cursor(anchored, first);
    } else {
        cursor = std::make_unique<RecentBlocksCursor>(rule, anchored, first);
    }
    if (has_exceptions(params)) {
        cursor = std::make_unique<LateBlocksCursor>(std::move(cursor), rule, params, first);
    }
    for (const Block& block : initial) {
        cursor->append(block.time, block.bits);
    }
    return cursor;
}

}  // namespace sluice::difficulty
