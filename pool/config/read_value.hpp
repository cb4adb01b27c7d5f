#pragma once
/// Reads one TOML value into the field of its schema row, or says what is wrong with it. Pure, any
/// thread.

#include "pool/config/schema.hpp"
#include "pool/config/value_text.hpp"

#include "base/toml/toml_text.hpp"

#include <optional>
#include <string>

namespace sluice::pool {

/// Type, range and choices are checked; the field is written only when nothing is wrong. Lists of
/// addresses may be written as one text. A text is never repeated in a problem unless the row has
/// choices, since it may be a password.
[[nodiscard]] std::optional<ValueProblem> read_value(const toml::node& node, const KeyInfo& info,
                                                     const FieldRef& field);

}  // namespace sluice::pool
