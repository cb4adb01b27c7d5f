#include "difficulty/rule_cursor.hpp"

#include "difficulty/recent_blocks.hpp"

#include <cassert>

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
    for (const Block& block : initial) {
        cursor->append(block.time, block.bits);
    }
    return cursor;
}

}  // namespace sluice::difficulty
