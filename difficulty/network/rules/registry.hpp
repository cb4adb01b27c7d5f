#pragma once
/// The table of network difficulty rules. Constants, any thread.

#include "base/result.hpp"
#include "difficulty/network/rule.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sluice::difficulty {

/// Every rule, in the order in which people read them.
[[nodiscard]] std::span<const DifficultyRule* const> difficulty_rules() noexcept;
/// nullptr if no row has this name.
[[nodiscard]] const DifficultyRule* find_rule(std::string_view name) noexcept;
/// The rule of this name, or what to tell its user: unknown rule 'asret'; did you mean 'asert'?
[[nodiscard]] Result<const DifficultyRule*, std::string> parse_rule(std::string_view name);

}  // namespace sluice::difficulty
