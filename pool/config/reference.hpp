#pragma once
/// The schema as documents: docs/configuration.md and an example file. Pure, any thread.

#include <string>

namespace sluice::pool {

/// Markdown, one table a section.
[[nodiscard]] std::string config_reference();

/// A TOML file with every key at its default, commented out.
[[nodiscard]] std::string config_example();

}  // namespace sluice::pool
