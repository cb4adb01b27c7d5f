#include "difficulty/lab/replay.hpp"

#include "difficulty/lab/recorded_view.hpp"
#include "difficulty/rule_cursor.hpp"

namespace sluice::difficulty {
namespace {

void judge(ReplayResult& result, Height height, std::uint32_t wanted, std::uint32_t recorded) {
    ++result.blocks;
    if (wanted == recorded) {
        ++result.matched;
    } else if (!result.first_mismatch_height) {
        result.first_mismatch_height = height;
        result.wanted_bits = wanted;
        result.recorded_bits = recorded;
    }
}

/// Judges one block if the rule finds all that it reads.
void judge_by_view(ReplayResult& result, const DifficultyRule& rule, const RuleParams& params,
                   RecordedView& view, Height height, std::int64_t time, std::uint32_t recorded) {
    view.move_to(height);
    const std::uint32_t wanted = rule.next_bits(view, params, time);
    if (view.missing()) {
        ++result.history;
        result.missing_height = view.missing();
    } else {
        judge(result, height, wanted, recorded);
    }
}

ReplayResult replay_periods(const DifficultyRule& rule, const RuleParams& params,
                            const std::vector<RetargetPeriod>& periods) {
    ReplayResult result;
    RecordedView view;
    for (const RetargetPeriod& period : periods) {
        view.add(period.first_height, period.first);
        view.add(period.last_height, period.last);
        judge_by_view(result, rule, params, view, period.last_height + 1, period.last.time,
                      period.next_bits);
    }
    return result;
}

}  // namespace

ReplayResult replay(const DifficultyRule& rule, const RuleParams& params, const HeaderFile& file) {
    if (!file.periods.empty()) {
        return replay_periods(rule, params, file.periods);
    }
    ReplayResult result;
    const auto& blocks = file.chain.blocks;
    const Height first = file.chain.first_height;
    // The first blocks by a view that notices what is missing below them, the rest by a cursor.
    const std::size_t by_view =
        std::min(blocks.size(), static_cast<std::size_t>(rule.reach(params)) + 1);
    RecordedView view;
    view.add(first, blocks.front());
    result.history = 1;
    for (std::size_t i = 1; i < by_view; ++i) {
        judge_by_view(result, rule, params, view, first + i, blocks[i].time, blocks[i].bits);
        view.add(first + i, blocks[i]);
    }
    if (by_view == blocks.size()) {
        return result;
    }
    const auto cursor = make_cursor(rule, params, std::span(blocks).first(by_view), first);
    for (std::size_t i = by_view; i < blocks.size(); ++i) {
        judge(result, first + i, cursor->next_bits(blocks[i].time), blocks[i].bits);
        cursor->append(blocks[i].time, blocks[i].bits);
    }
    return result;
}

}  // namespace sluice::difficulty
