#include "difficulty/lab/replay.hpp"

#include "difficulty/lab/recorded_view.hpp"
#include "difficulty/rule_cursor.hpp"

#include <algorithm>
#include <iterator>
#include <memory>

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
void judge_by_view(ReplayResult& result, const RuleFrom& from, RecordedView& view, Height height,
                   std::int64_t time, std::uint32_t recorded) {
    view.move_to(height);
    const std::uint32_t wanted = from.rule->next_bits(view, from.params, time);
    if (view.missing()) {
        ++result.history;
        result.missing_height = view.missing();
        result.asking = from;
    } else {
        judge(result, height, wanted, recorded);
    }
}

const RuleFrom& rule_at(std::span<const RuleFrom> rules, Height height) {
    const auto later = std::ranges::find_if(
        rules.subspan(1), [&](const RuleFrom& from) { return from.height > height; });
    return *std::prev(later);
}

ReplayResult replay_periods(std::span<const RuleFrom> rules,
                            const std::vector<RetargetPeriod>& periods) {
    ReplayResult result;
    RecordedView view;
    for (const RetargetPeriod& period : periods) {
        view.add(period.first_height, period.first);
        view.add(period.last_height, period.last);
        const Height next = period.last_height + 1;
        judge_by_view(result, rule_at(rules, next), view, next, period.last.time, period.next_bits);
    }
    return result;
}

ReplayResult replay_blocks(std::span<const RuleFrom> rules, const RecordedChain& chain) {
    ReplayResult result;
    result.history = 1;
    // The view is for the blocks near the file's start, where it notices what is missing below.
    Height by_view = 0;
    for (const RuleFrom& from : rules) {
        by_view = std::max(by_view, from.rule->reach(from.params));
    }
    RecordedView view;
    view.add(chain.first_height, chain.blocks.front());
    const RuleFrom* followed = nullptr;
    std::unique_ptr<RuleCursor> cursor;
    for (std::size_t i = 1; i < chain.blocks.size(); ++i) {
        const Height height = chain.first_height + i;
        const Block& block = chain.blocks[i];
        const RuleFrom& from = rule_at(rules, height);
        if (i <= from.rule->reach(from.params)) {
            judge_by_view(result, from, view, height, block.time, block.bits);
        } else {
            if (followed != &from) {
                followed = &from;
                cursor = make_cursor(*from.rule, from.params, std::span(chain.blocks).first(i),
                                     chain.first_height);
            }
            judge(result, height, cursor->next_bits(block.time), block.bits);
            cursor->append(block.time, block.bits);
        }
        if (i < by_view) {
            view.add(height, block);
        }
    }
    return result;
}

/// The rules, those that begin in the chain anchored at the block below.
std::vector<RuleFrom> anchored(std::span<const RuleFrom> rules, const RecordedChain& chain) {
    std::vector<RuleFrom> anchored(rules.begin(), rules.end());
    for (RuleFrom& from : std::span(anchored).subspan(1)) {
        const Height index = from.height - 1 - chain.first_height;
        if (!from.params.anchor && from.height > chain.first_height &&
            index < chain.blocks.size()) {
            const Block& block = chain.blocks[static_cast<std::size_t>(index)];
            from.params.anchor = Anchor{from.height - 1, block.time, block.bits};
        }
    }
    return anchored;
}

}  // namespace

ReplayResult replay(std::span<const RuleFrom> rules, const HeaderFile& file) {
    return file.periods.empty() ? replay_blocks(anchored(rules, file.chain), file.chain)
                                : replay_periods(rules, file.periods);
}

}  // namespace sluice::difficulty
