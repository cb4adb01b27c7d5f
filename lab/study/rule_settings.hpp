#pragma once
/// The settings of a rule by name, as people type and read them: its own parameters, the limit, the
/// anchor and the exceptions for late blocks. Thread-safe.

#include "difficulty/network/rules/chain_presets.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::lab {

/// A rule or preset and the settings given for it, as name=value.
struct RuleOptions {
    std::string rule = "asert";
    std::vector<std::string> settings;
};

/// The rule with its settings; throws CommandError with what would be right.
[[nodiscard]] std::pair<const difficulty::DifficultyRule*, difficulty::RuleParams> resolve_rule(
    const RuleOptions& options);

/// Whether the settings name an anchor.
[[nodiscard]] bool sets_anchor(const RuleOptions& options);

/// Sets one parameter by name, all but an anchor; throws CommandError.
void set_parameter(const difficulty::DifficultyRule& rule, difficulty::RuleParams& params,
                   const std::string& name, const std::string& value);

/// The parameters of a rule, its own first and then those that every rule has.
[[nodiscard]] std::vector<difficulty::RuleParameter> settable_parameters(
    const difficulty::DifficultyRule& rule);

/// "half_life_s=86400 window_blocks=144": what differs from the rule's defaults, or all of its own.
[[nodiscard]] std::string settings_text(const difficulty::DifficultyRule& rule,
                                        const difficulty::RuleParams& params, bool all);

/// The settings that make `params` of `from`, as --set takes them; the anchor is left out.
[[nodiscard]] std::vector<std::string> settings_between(const difficulty::DifficultyRule& rule,
                                                        const difficulty::RuleParams& from,
                                                        const difficulty::RuleParams& params);

/// "anchor_height=661647 anchor_parent_time=1605447844 anchor_bits=1804dafe"; empty without one.
[[nodiscard]] std::string anchor_text(const difficulty::DifficultyRule& rule,
                                      const std::optional<difficulty::Anchor>& anchor);

}  // namespace sluice::lab
