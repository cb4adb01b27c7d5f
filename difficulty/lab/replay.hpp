#pragma once
/// Replays a recorded chain under its rules: do they want, for every block, the bits that the chain
/// has? Pure, any thread.

#include "difficulty/lab/header_file.hpp"
#include "difficulty/rule.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace sluice::difficulty {

/// A rule and the height from which the chain follows it, up to the next one's.
struct RuleFrom {
    Height height = 0;
    const DifficultyRule* rule = nullptr;
    RuleParams params = {};  ///< valid for the rule
};

struct ReplayResult {
    std::uint64_t blocks = 0;   ///< judged: the rule read nothing that the file does not hold
    std::uint64_t matched = 0;  ///< of these, bit for bit
    std::uint64_t history = 0;  ///< not judged, for want of blocks below them
    std::optional<Height> first_mismatch_height;
    std::uint32_t wanted_bits = 0;         ///< at the first mismatch
    std::uint32_t recorded_bits = 0;       ///< at the first mismatch
    std::optional<Height> missing_height;  ///< a block that was asked for and is not there
    std::optional<RuleFrom> asking;        ///< the rule that asked
};

/// `rules` by rising height; the first holds for all blocks below the second. A rule that begins in
/// the file and has no anchor takes the block below its first, as DCP0011 does.
[[nodiscard]] ReplayResult replay(std::span<const RuleFrom> rules, const HeaderFile& file);

}  // namespace sluice::difficulty
