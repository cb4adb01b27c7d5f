#include "lab/sim/start_chain.hpp"

#include "protocol/pow/target.hpp"

#include <algorithm>

namespace sluice::lab::sim {
namespace {

constexpr std::int64_t start_time_s = 1'500'000'000;  // July 2017

}  // namespace

StartChain steady_chain_of(std::size_t count, std::int64_t spacing_s) {
    StartChain chain;
    chain.blocks.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        chain.blocks.push_back(
            {start_time_s + static_cast<std::int64_t>(i) * spacing_s, steady_bits});
    }
    return chain;
}

StartChain steady_chain(const difficulty::DifficultyRule& rule,
                        const difficulty::RuleParams& params) {
    const auto reach = static_cast<std::size_t>(rule.reach(params));
    return steady_chain_of(std::max(reach + 1, difficulty::median_time_span), params.spacing_s);
}

Result<StartChain, std::string> recorded_chain(const difficulty::DifficultyRule& rule,
                                               const difficulty::RuleParams& params,
                                               difficulty::Height first_height,
                                               std::vector<difficulty::Block> blocks) {
    const difficulty::Height needed =
        std::max<difficulty::Height>(rule.reach(params), difficulty::median_time_span);
    if (first_height > 0 && blocks.size() < needed) {
        return Unexpected{"rule " + std::string(rule.name) + " needs at least " +
                          std::to_string(needed) + " blocks of history, these are " +
                          std::to_string(blocks.size())};
    }
    if (blocks.empty()) {
        return Unexpected{std::string("a history without blocks cannot be the start")};
    }
    return StartChain{first_height, std::move(blocks)};
}

difficulty::RuleParams anchored_at_tip(const difficulty::RuleParams& params,
                                       const StartChain& start) {
    difficulty::RuleParams anchored = params;
    anchored.anchor = difficulty::Anchor{start.next_height() - 1, start.blocks.back().time,
                                         start.blocks.back().bits};
    return anchored;
}

}  // namespace sluice::lab::sim
