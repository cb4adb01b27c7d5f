#pragma once
/// `sluice-lab compare`: rules side by side at equal noise. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_compare_command(CLI::App& app);

}  // namespace sluice::lab
