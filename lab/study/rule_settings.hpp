#pragma once
/// The settings of a rule by name: its own parameters, the limit, the anchor and the exceptions for
/// late blocks. They are read from text once, and described as text where a command is printed.
/// Thread-safe.

#include "difficulty/network/rules/chain_presets.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// A rule or preset and the settings given for it, as name=value: what a command line says.
struct RuleOptions {
    std::string rule = "asert";
    std::vector<std::string> settings;
};

/// A parameter, the limit or a number of an anchor.
struct RuleSetting {
    std::string name;
    std::int64_t value = 0;  ///< of the limit and an anchor's bits: the compact target

    bool operator==(const RuleSetting&) const = default;
};

/// "half_life_s=86400", as --set takes it.
[[nodiscard]] std::string to_string(const RuleSetting& setting);

/// A rule with its parameters: those of the rule or preset `name`, changed by `settings`.
struct RuleSetup {
    std::string name;
    const difficulty::DifficultyRule* rule = nullptr;
    difficulty::RuleParams params = {};  ///< valid for the rule
    std::vector<RuleSetting> settings = {};

    /// Whether the anchor is one of the settings, not the preset's.
    [[nodiscard]] bool sets_anchor() const;
};

/// The rule with its settings; throws CommandError with what would be right.
[[nodiscard]] RuleSetup resolve_rule(const RuleOptions& options);

/// The same rule with one setting more, any but an anchor's; throws CommandError.
[[nodiscard]] RuleSetup with_setting(RuleSetup setup, const RuleSetting& setting);

/// The same rule or preset with these parameters, which are valid for it; the settings are those
/// that differ from its own.
[[nodiscard]] RuleSetup with_params(RuleSetup setup, const difficulty::RuleParams& params);

/// " --rule asert --set half_life_s=3600"
[[nodiscard]] std::string rule_arguments(const RuleSetup& setup);

/// Reads one setting, any but an anchor's; throws CommandError.
[[nodiscard]] RuleSetting parse_parameter(const difficulty::DifficultyRule& rule,
                                          const std::string& name, const std::string& value);
/// Sets what parse_parameter reads.
void set_parameter(const difficulty::DifficultyRule& rule, difficulty::RuleParams& params,
                   const RuleSetting& setting);

/// The parameters of a rule, its own first and then those that every rule has.
[[nodiscard]] std::vector<difficulty::RuleParameter> settable_parameters(
    const difficulty::DifficultyRule& rule);

/// "half_life_s=86400 window_blocks=144": what differs from the rule's defaults, or all of its own.
[[nodiscard]] std::string settings_text(const difficulty::DifficultyRule& rule,
                                        const difficulty::RuleParams& params, bool all);

/// "anchor_height=661647 anchor_parent_time=1605447844 anchor_bits=1804dafe"; empty without one.
[[nodiscard]] std::string anchor_text(const difficulty::DifficultyRule& rule,
                                      const std::optional<difficulty::Anchor>& anchor);

}  // namespace sluice::lab
