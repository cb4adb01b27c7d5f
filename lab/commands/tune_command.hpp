#pragma once
/// `sluice-lab tune`: the settings of a rule that no other setting beats in both noise and lag. Not
/// thread-safe.

#include <span>
#include <vector>

namespace CLI {
class App;
}

namespace sluice::lab {

void add_tune_command(CLI::App& app);

/// Which of these (noise, cost) pairs no other pair beats in both; NaN is beaten by everything.
[[nodiscard]] std::vector<bool> on_frontier(std::span<const double> noise,
                                            std::span<const double> cost);

}  // namespace sluice::lab
