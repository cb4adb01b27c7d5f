#pragma once
/// `sluice-lab vardiff`: share difficulty controllers of pools on the same simulated miners. Not
/// thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_vardiff_command(CLI::App& app);

}  // namespace sluice::lab
