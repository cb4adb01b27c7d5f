#pragma once
/// The commands of sluice-pool: run, check-config, books, config-reference, example-config.

namespace sluice::pool {

/// Exit status: 0 done, 1 the pool could not start, 2 the command line or the configuration is
/// wrong.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace sluice::pool
