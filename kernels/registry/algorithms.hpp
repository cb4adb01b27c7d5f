#pragma once
/// The table of proof-of-work algorithms. Constant data; thread-safe.
/// Adding an algorithm is one folder and one row (docs/adr/0001-algorithm-device-scanner.md).

#include "kernels/api/algorithm.hpp"

#include <span>
#include <string_view>

namespace sluice::kernels {

/// Every algorithm of this build.
[[nodiscard]] std::span<const Algorithm> algorithms() noexcept;

/// The algorithm of that name, or null.
[[nodiscard]] const Algorithm* find_algorithm(std::string_view name) noexcept;

}  // namespace sluice::kernels
