#pragma once
/// Replays a recorded chain under its rules: do they want, for every block, the bits or the
/// difficulty that the chain has? Pure, any thread.

#include "difficulty/network/rule.hpp"
#include "lab/input/header_file.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::lab {

/// A rule and the height from which the chain follows it, up to the next one's. One of the two
/// pointers is set, for all rules of a replay the same.
struct RuleFrom {
    difficulty::Height height = 0;
    const difficulty::DifficultyRule* rule = nullptr;
    difficulty::RuleParams params = {};  ///< valid for the rule
    const NativeRule* native = nullptr;  ///< for a chain whose blocks say more than bits

    [[nodiscard]] std::string_view name() const {
        return native != nullptr ? native->name : rule->name;
    }
};

/// A block that has something else than its rule wants.
struct Mismatch {
    difficulty::Height height = 0;
    std::string wanted;    ///< bits as eight hexadecimal digits, or a difficulty in decimal ones
    std::string recorded;  ///< the same
    std::int64_t solve_time_s = 0;

    bool operator==(const Mismatch&) const = default;
};

struct ReplayResult {
    std::uint64_t blocks = 0;   ///< judged: the rule read nothing that the file does not hold
    std::uint64_t history = 0;  ///< not judged: the file lacks blocks below them
    std::vector<Mismatch> mismatches;  ///< by rising height
    std::optional<difficulty::Height>
        missing_height;              ///< a block that was asked for and is not there
    std::optional<RuleFrom> asking;  ///< the rule that asked
    std::vector<std::optional<difficulty::Anchor>>
        anchors;  ///< that the rules used, in their order

    [[nodiscard]] std::uint64_t matched() const { return blocks - mismatches.size(); }
};

/// `rules` by rising height; the first holds for all blocks below the second. A rule without an
/// anchor takes the block below its first, as DCP0011 does, or else the first that the file holds.
[[nodiscard]] ReplayResult replay(std::span<const RuleFrom> rules, const HeaderFile& file);

}  // namespace sluice::lab
