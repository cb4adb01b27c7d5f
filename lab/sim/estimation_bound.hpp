#pragma once
/// How well any rule could know the hashrate: the posterior Cramér-Rao bound when ln(hashrate) is a
/// random walk of variance q per block (Tichavský, Muravchik and Nehorai 1998). One block carries
/// one unit of Fisher information about ln(hashrate), so the information J about the present obeys
/// J' = 1/(1/J + q) + 1. Pure, any thread.

#include <cmath>

namespace sluice::lab::sim {

/// Information about ln(hashrate) during the newest block, after very many blocks; q > 0.
[[nodiscard]] inline double information_limit(double q) { return (1 + std::sqrt(1 + 4 / q)) / 2; }

/// Least mean square error of a prediction of ln(hashrate) during the block to come, which is all
/// that a rule can do: about sqrt(q).
[[nodiscard]] inline double prediction_bound(double q) { return 1 / information_limit(q) + q; }

}  // namespace sluice::lab::sim
