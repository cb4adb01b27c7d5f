#pragma once
/// `sluice-lab report`: rules at equal noise as one HTML file with plots. Not thread-safe.

namespace CLI {
class App;
}

namespace sluice::lab {

void add_report_command(CLI::App& app);

}  // namespace sluice::lab
