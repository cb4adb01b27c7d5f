#pragma once
/// A network difficulty rule (rules/registry.hpp lists them): one pure function that reads a chain
/// and answers the compact target ("bits") of its next block, and one row that says where it comes
/// from and where it is weak. Consensus arithmetic is integer where the chain's is. The embedded
/// chain enforces these functions, the lab measures the same ones. Pure, any thread.

#include "base/result.hpp"
#include "difficulty/network/chain_view.hpp"
#include "difficulty/network/rule_params.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sluice::difficulty {

class RuleCursor;

/// Bits of the block at chain.next_height(), which must be above genesis, without the exceptions
/// for late blocks that `params` may name (required_bits of late_blocks.hpp). `next_time` is the
/// timestamp of that block: see DifficultyRule::reads_next_time.
using NextBits = std::uint32_t (*)(const ChainView& chain, const RuleParams& params,
                                   std::int64_t next_time);

/// How many of the newest blocks the rule may read, at least 1; it reads none below them.
using Reach = Height (*)(const RuleParams& params);

/// The rule's own cursor (rule_cursor.hpp) over a chain whose first block has height `first`.
using MakeCursor = std::unique_ptr<RuleCursor> (*)(const RuleParams& params, Height first);

struct DifficultyRule {
    std::string_view name;
    std::string_view description;
    std::string_view source;    ///< where the exact form is published
    std::string_view weakness;  ///< what is known to go wrong with it
    RuleParams defaults;        ///< of the chain that it comes from
    std::span<const RuleParameter> parameters;
    NextBits next_bits;  ///< authoritative
    Reach reach;         ///< an anchor at the genesis block, which asert reads too, does not count
    MakeCursor make_cursor =
        nullptr;  ///< the same answers faster; null: next_bits on recent blocks
    /// The rule itself reads the timestamp of the block to be mined; so may its exceptions, see
    /// reads_next_time() of late_blocks.hpp.
    bool reads_next_time = false;
    bool periodic = false;  ///< retargets where window_blocks divides the height
    AnchorForm anchor = AnchorForm::none;
    bool floating_point = false;  ///< powers of the C library: the last digits depend on it
};

/// Whether the rule is defined for these parameters; the error names the parameter, its value and
/// what is allowed. Call once before the rule's function, which takes valid parameters for granted.
[[nodiscard]] Result<void, std::string> check_params(const DifficultyRule& rule,
                                                     const RuleParams& params);

}  // namespace sluice::difficulty
