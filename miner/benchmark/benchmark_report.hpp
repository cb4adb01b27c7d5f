#pragma once
/// The benchmark's rows as a table for people and as JSON for programs. Pure functions.

#include "miner/benchmark/benchmark.hpp"

#include <span>
#include <string>

namespace sluice::miner {

/// One line a row and a legend, ending in a newline.
[[nodiscard]] std::string benchmark_table(std::span<const BenchmarkRow> rows);

/// A JSON array with an object for each row; one that was not measured has "failure" and no
/// figures.
[[nodiscard]] std::string benchmark_json(std::span<const BenchmarkRow> rows);

}  // namespace sluice::miner
