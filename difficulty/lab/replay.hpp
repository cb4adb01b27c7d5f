#pragma once
/// Replays a recorded chain under a rule: does the rule want, for every block, the bits that the
/// chain has? Pure, any thread.

#include "difficulty/lab/header_file.hpp"
#include "difficulty/rule.hpp"

#include <cstdint>
#include <optional>

namespace sluice::difficulty {

struct ReplayResult {
    std::uint64_t blocks = 0;   ///< judged: the rule read nothing that the file does not hold
    std::uint64_t matched = 0;  ///< of these, bit for bit
    std::uint64_t history = 0;  ///< not judged, for want of blocks below them
    std::optional<Height> first_mismatch_height;
    std::uint32_t wanted_bits = 0;         ///< at the first mismatch
    std::uint32_t recorded_bits = 0;       ///< at the first mismatch
    std::optional<Height> missing_height;  ///< a block that was asked for and is not there
};

/// `params` must be valid for the rule.
[[nodiscard]] ReplayResult replay(const DifficultyRule& rule, const RuleParams& params,
                                  const HeaderFile& file);

}  // namespace sluice::difficulty
