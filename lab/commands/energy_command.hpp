#pragma once
/// `sluice-lab energy`: power, cost and break-even of miners at a difficulty and prices. Not
/// thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_energy_command(CLI::App& app);

}  // namespace sluice::lab
