#pragma once
/// `sluice-lab scenarios`: the built-in scenarios. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_scenarios_command(CLI::App& app);

}  // namespace sluice::lab
