#pragma once
/// `sluice-lab signal FILE`: replays recorded headers for a deployment and forecasts its
/// activation. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_signal_command(CLI::App& app);

}  // namespace sluice::lab
