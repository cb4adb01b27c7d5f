#pragma once
/// `sluice-lab attack`: what lying about time earns a private miner. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_attack_command(CLI::App& app);

}  // namespace sluice::lab
