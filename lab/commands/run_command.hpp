#pragma once
/// `sluice-lab run`: one rule, one scenario, all metrics. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_run_command(CLI::App& app);

}  // namespace sluice::lab
