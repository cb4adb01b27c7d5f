#pragma once
/// The scan that all others must equal: every nonce and version of a range through the reference
/// hash, one by one. For self-tests, tests and fuzzers. Pure functions, thread-safe.

#include "kernels/api/algorithm.hpp"

#include <vector>

namespace sluice::kernels {

/// Every hit of `range`, in order. Not bounded by hits_max.
[[nodiscard]] std::vector<Hit> reference_scan(const Algorithm& algorithm, const Work& work,
                                              NonceRange range);

/// `hits` in order of nonce, then version, as reference_scan gives them.
[[nodiscard]] std::vector<Hit> in_order(std::vector<Hit> hits);

}  // namespace sluice::kernels
