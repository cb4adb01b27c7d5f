#pragma once
/// `sluice-lab replay`: a rule against a recorded chain, block by block. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_replay_command(CLI::App& app);

}  // namespace sluice::lab
