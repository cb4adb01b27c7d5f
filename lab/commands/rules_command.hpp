#pragma once
/// `sluice-lab rules`: the rule table, or one rule in full. Not thread-safe.

#include "difficulty/network/rules/chain_presets.hpp"
#include "lab/output/result_table.hpp"

#include <iosfwd>

namespace CLI {
class App;
}

namespace sluice::lab {

void add_rules_command(CLI::App& app);

/// Name, parameters with their defaults, source and weakness of every rule.
void print_rules(std::ostream& out, OutputFormat format);
/// All that its row says; as CSV its parameters.
void print_rule(std::ostream& out, const difficulty::NamedRule& named, OutputFormat format);

}  // namespace sluice::lab
