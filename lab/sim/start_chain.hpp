#pragma once
/// The chain on which a simulation starts: a steady history made up here, or blocks of a real one.
/// Regular values, any thread.

#include "base/result.hpp"
#include "difficulty/network/chain_view.hpp"
#include "difficulty/network/rule.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::lab::sim {

struct StartChain {
    difficulty::Height first_height = 0;
    std::vector<difficulty::Block> blocks;  ///< at least one, oldest first

    bool operator==(const StartChain&) const = default;
    [[nodiscard]] difficulty::Height next_height() const { return first_height + blocks.size(); }
};

/// The bits of a made-up history: Bitcoin's when the Bitcoin Cash community compared its rules, far
/// from every chain's limit in both directions.
inline constexpr std::uint32_t steady_bits = 0x1808'4bb7;

/// As many blocks as the rule may read, from genesis on, each `spacing_s` after the last.
[[nodiscard]] StartChain steady_chain(const difficulty::DifficultyRule& rule,
                                      const difficulty::RuleParams& params);

/// The same as `steady_chain` of exactly `count` blocks.
[[nodiscard]] StartChain steady_chain_of(std::size_t count, std::int64_t spacing_s);

/// A real chain's blocks, the first at `first_height`; the error says how many the rule needs.
[[nodiscard]] Result<StartChain, std::string> recorded_chain(const difficulty::DifficultyRule& rule,
                                                             const difficulty::RuleParams& params,
                                                             difficulty::Height first_height,
                                                             std::vector<difficulty::Block> blocks);

/// `params` for a simulation that goes on from this chain: an anchor of another chain is replaced
/// by the newest block, which is on time by definition.
[[nodiscard]] difficulty::RuleParams anchored_at_tip(const difficulty::RuleParams& params,
                                                     const StartChain& start);

}  // namespace sluice::lab::sim
