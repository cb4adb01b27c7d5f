#pragma once
/// `sluice-lab rules`: the rule table for people. Not thread-safe.

#include <iosfwd>

namespace CLI {
class App;
}

namespace sluice::difficulty {

void add_rules_command(CLI::App& app);

/// Name, parameters with their defaults, source and weakness of every rule.
void print_rules(std::ostream& out);

}  // namespace sluice::difficulty
