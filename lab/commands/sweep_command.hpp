#pragma once
/// `sluice-lab sweep`: rules by settings by scenarios, as one CSV. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_sweep_command(CLI::App& app);

}  // namespace sluice::lab
