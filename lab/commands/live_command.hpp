#pragma once
/// `sluice-lab live`: a real chain under real miner threads, laid over its simulation. Not
/// thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_live_command(CLI::App& app);

}  // namespace sluice::lab
