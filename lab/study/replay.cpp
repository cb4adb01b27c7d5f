#include "lab/study/replay.hpp"

#include "base/hex.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "lab/input/recorded_view.hpp"

#include <algorithm>
#include <iterator>
#include <memory>

namespace sluice::lab {
namespace {

/// A block whose bits are to be judged.
struct Candidate {
    difficulty::Height height;
    difficulty::Block block;
    std::int64_t solve_time_s;
};

void judge(ReplayResult& result, const Candidate& candidate, std::uint32_t wanted) {
    ++result.blocks;
    if (wanted != candidate.block.bits) {
        result.mismatches.push_back({candidate.height, to_hex_be32(wanted),
                                     to_hex_be32(candidate.block.bits), candidate.solve_time_s});
    }
}

/// Judges one block if the rule finds all that it reads.
void judge_by_view(ReplayResult& result, const RuleFrom& from, RecordedView& view,
                   const Candidate& candidate) {
    view.move_to(candidate.height);
    const std::uint32_t wanted =
        difficulty::required_bits(*from.rule, view, from.params, candidate.block.time);
    if (view.missing()) {
        ++result.history;
        result.missing_height = view.missing();
        result.asking = from;
    } else {
        judge(result, candidate, wanted);
    }
}

const RuleFrom& rule_at(std::span<const RuleFrom> rules, difficulty::Height height) {
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
        const difficulty::Height next = period.last_height + 1;
        judge_by_view(result, rule_at(rules, next), view,
                      {next, {period.last.time, period.next_bits}, 0});
    }
    return result;
}

void replay_blocks(ReplayResult& result, std::span<const RuleFrom> rules,
                   const RecordedChain& chain) {
    ++result.history;  // the first has no parent
    // The view is for the blocks near the chain's start, where it notices what is missing below.
    difficulty::Height by_view = 0;
    for (const RuleFrom& from : rules) {
        by_view = std::max(by_view, from.rule->reach(from.params));
    }
    RecordedView view;
    view.add(chain.first_height, chain.blocks.front());
    const RuleFrom* followed = nullptr;
    std::unique_ptr<difficulty::RuleCursor> cursor;
    for (std::size_t i = 1; i < chain.blocks.size(); ++i) {
        const difficulty::Height height = chain.first_height + i;
        const difficulty::Block& block = chain.blocks[i];
        const Candidate candidate{height, block, block.time - chain.blocks[i - 1].time};
        const RuleFrom& from = rule_at(rules, height);
        if (from.rule->anchor != difficulty::AnchorForm::none && !from.params.anchor) {
            ++result.history;  // its schedule begins at a block that the file does not hold
            result.missing_height = from.height - 1;
            result.asking = from;
        } else if (i <= from.rule->reach(from.params)) {
            judge_by_view(result, from, view, candidate);
        } else {
            if (followed != &from) {
                followed = &from;
                cursor = make_cursor(*from.rule, from.params, std::span(chain.blocks).first(i),
                                     chain.first_height);
            }
            judge(result, candidate, cursor->next_bits(block.time));
            cursor->append(block.time, block.bits);
        }
        if (i < by_view) {
            view.add(height, block);
        }
    }
}

void replay_natives(ReplayResult& result, std::span<const RuleFrom> rules,
                    const NativeChain& chain) {
    ++result.history;
    const std::span blocks(chain.blocks);
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        const difficulty::Height height = chain.first_height + i;
        const RuleFrom& from = rule_at(rules, height);
        const auto wanted =
            from.native->next({chain.first_height, blocks.first(i)}, blocks[i], from.params);
        if (!wanted) {
            ++result.history;
            result.missing_height =
                chain.first_height - std::min<difficulty::Height>(chain.first_height, 1);
            result.asking = from;
            continue;
        }
        ++result.blocks;
        if (*wanted != blocks[i].value) {
            result.mismatches.push_back({height, native_text(*wanted, from.native->unit),
                                         native_text(blocks[i].value, from.native->unit),
                                         blocks[i].time - blocks[i - 1].time});
        }
    }
}

/// The block at this height, if the file holds it.
std::optional<difficulty::Anchor> anchor_at(const std::vector<RecordedChain>& chains,
                                            difficulty::Height height) {
    for (const RecordedChain& chain : chains) {
        if (height >= chain.first_height && height - chain.first_height < chain.blocks.size()) {
            const difficulty::Block& block =
                chain.blocks[static_cast<std::size_t>(height - chain.first_height)];
            return difficulty::Anchor{height, block.time, block.bits};
        }
    }
    return std::nullopt;
}

/// The rules, each with an anchor where it needs one and the file has it.
std::vector<RuleFrom> anchored(std::span<const RuleFrom> rules,
                               const std::vector<RecordedChain>& chains) {
    std::vector<RuleFrom> anchored(rules.begin(), rules.end());
    for (RuleFrom& from : anchored) {
        if (from.params.anchor || from.rule->anchor == difficulty::AnchorForm::none) {
            continue;
        }
        from.params.anchor = from.height > chains.front().first_height
                                 ? anchor_at(chains, from.height - 1)
                                 : anchor_at(chains, chains.front().first_height);
    }
    return anchored;
}

}  // namespace

ReplayResult replay(std::span<const RuleFrom> rules, const HeaderFile& file) {
    if (!file.periods.empty()) {
        return replay_periods(rules, file.periods);
    }
    ReplayResult result;
    if (rules.front().native != nullptr) {
        for (const NativeChain& chain : file.natives) {
            replay_natives(result, rules, chain);
        }
        return result;
    }
    const std::vector<RuleFrom> with_anchors = anchored(rules, file.chains);
    for (const RecordedChain& chain : file.chains) {
        replay_blocks(result, with_anchors, chain);
    }
    for (const RuleFrom& from : with_anchors) {
        result.anchors.push_back(from.params.anchor);
    }
    return result;
}

}  // namespace sluice::lab
