#pragma once
/// `sluice-lab risk`: double spends by confirmations and hashrate, and what selfish mining earns.
/// Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_risk_command(CLI::App& app);

}  // namespace sluice::lab
