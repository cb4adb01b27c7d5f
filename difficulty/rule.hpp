#pragma once
/// The table of network difficulty rules. A rule is one pure function that reads a chain and
/// answers the compact target ("bits") of its next block, and one row that says where it comes from
/// and where it is weak. Consensus arithmetic is integer only. The embedded chain enforces these
/// functions, the lab measures the same ones. Pure, any thread.

#include "difficulty/chain_view.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::difficulty {

/// A point of ASERT's ideal schedule: block `height` was due at `time`, and a chain that is on time
/// has the target `bits`. Bitcoin Cash names an anchor block and its parent's stamp: that is the
/// parent's height with the anchor's bits. Decred takes height, stamp and bits of one block.
struct Anchor {
    Height height = 0;
    std::int64_t time = 0;  ///< Unix seconds
    std::uint32_t bits = 0;

    bool operator==(const Anchor&) const = default;
};

/// Settings of a rule. A rule reads the spacing, the limit and what its row lists in `parameters`.
struct RuleParams {
    std::int64_t spacing_s = 600;        ///< wanted time between blocks
    std::int64_t window_blocks = 2016;   ///< retarget period or averaging window
    std::int64_t half_life_s = 172'800;  ///< lag behind the schedule that doubles the target
    std::uint32_t pow_limit_bits = 0x1d00'ffff;   ///< easiest target allowed
    std::optional<Anchor> anchor = std::nullopt;  ///< none: the chain's genesis block

    bool operator==(const RuleParams&) const = default;
};

/// A tunable number of a rule, by name, with the range in which the rule is defined.
struct RuleParameter {
    std::string_view name;  ///< as in RuleParams, unit included
    std::int64_t RuleParams::*member;
    std::int64_t min;
    std::int64_t max;
};

/// Bits of the block at chain.next_height(), which must be above genesis. `next_time` is the stamp
/// of that block: some rules read it (testnet3's 20-minute exception, Ethereum's).
using NextBits = std::uint32_t (*)(const ChainView& chain, const RuleParams& params,
                                   std::int64_t next_time);

struct DifficultyRule {
    std::string_view name;
    std::string_view description;
    std::string_view source;    ///< where the exact form is published
    std::string_view weakness;  ///< what is known to go wrong with it
    RuleParams defaults;        ///< of the chain that it comes from
    std::span<const RuleParameter> parameters;
    NextBits next_bits;
};

/// Every rule, in the order in which people read them.
[[nodiscard]] std::span<const DifficultyRule* const> difficulty_rules() noexcept;
/// nullptr if no row has this name.
[[nodiscard]] const DifficultyRule* find_rule(std::string_view name) noexcept;

/// Whether the rule is defined for these parameters; the error names the parameter, its value and
/// what is allowed. Call once before the rule's function, which takes valid parameters for granted.
[[nodiscard]] Result<void, std::string> check_params(const DifficultyRule& rule,
                                                     const RuleParams& params);

}  // namespace sluice::difficulty
