#pragma once
/// Chains that have a rule of the table with numbers of their own: limits, anchors and exceptions
/// of test networks, each with its source. Where a rule's name is asked for, a preset's name does
/// too. Constants, any thread.

#include "difficulty/network/rule.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sluice::difficulty {

struct ChainPreset {
    std::string_view name;
    const DifficultyRule* rule;
    RuleParams params;
    std::string_view source;
};

[[nodiscard]] std::span<const ChainPreset> chain_presets() noexcept;

/// A rule and its parameters.
struct NamedRule {
    const DifficultyRule* rule = nullptr;
    RuleParams params = {};
};

/// The row or the preset of this name, or what to tell its user.
[[nodiscard]] Result<NamedRule, std::string> parse_rule_or_preset(std::string_view name);

}  // namespace sluice::difficulty
