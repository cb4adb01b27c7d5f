#pragma once
/// `sluice-lab rules`: the rule table, or one rule in full. Not thread-safe.

#include "difficulty/chain_presets.hpp"
#include "difficulty/lab/output.hpp"

#include <iosfwd>

namespace CLI {
class App;
}

namespace sluice::difficulty {

void add_rules_command(CLI::App& app);

/// Name, parameters with their defaults, source and weakness of every rule.
void print_rules(std::ostream& out, OutputFormat format);
/// All that its row says; as CSV its parameters.
void print_rule(std::ostream& out, const NamedRule& named, OutputFormat format);

}  // namespace sluice::difficulty
