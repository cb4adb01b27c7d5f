#pragma once
/// Selfish mining under any rule: how long it loses before it pays, from simulations. Not
/// thread-safe.

#include "lab/output/result_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::lab {

struct SelfishTableOptions {
    std::vector<std::string> rules;  ///< by name
    std::vector<double> shares;      ///< of the selfish pool, each at least 0 and below 0.5
    double gamma = 0.5;
    std::int64_t spacing_s = 600;                ///< of all rules
    std::optional<double> noise = std::nullopt;  ///< that all are set to; else as they are
    double days_max = 200;
    std::size_t seeds = 200;
    std::uint64_t seed = 1;
    unsigned threads = 1;
};

/// A row a rule, days until the attack has paid a column a share. "-" is not within days_max, or a
/// rule that cannot be simulated in forks. Throws CommandError for an unknown rule. Draws a
/// progress bar.
[[nodiscard]] ResultTable selfish_table_of_rules(const SelfishTableOptions& options);

}  // namespace sluice::lab
