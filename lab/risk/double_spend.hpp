#pragma once
/// The race of a double spend: a payee waits for z confirmations while an attacker with a share q
/// of the hashrate mines a secret branch, and the attacker wins if that branch ever catches up.
/// Exact: M. Rosenfeld, "Analysis of hashrate-based double-spending" (2012); C. Grunspan and R.
/// Perez-Marco, "Double spend races" (2017). Pure, any thread.

#include <cstdint>
#include <optional>

namespace sluice::lab {

/// Probability that the attacker wins, 0 <= q <= 1: I_{4pq}(z, 1/2), with p = 1 - q; 1 from q = 1/2
/// on or for z = 0.
[[nodiscard]] double double_spend_probability(double attacker_share, std::uint64_t confirmations);

/// The same from the sum over the attacker's possible progress, 1 - sum_{m=0}^{z} C(m+z-1, m)
/// (p^z q^m - p^m q^z), in 50 digits because little is left of 1: a check of the other form.
[[nodiscard]] double double_spend_probability_by_sum(double attacker_share,
                                                     std::uint64_t confirmations);

/// Section 11 of the Bitcoin paper, which takes the attacker's progress for a Poisson variable:
/// 1 - sum_{k=0}^{z} Poisson(k; zq/p) (1 - (q/p)^{z-k}).
[[nodiscard]] double double_spend_probability_nakamoto(double attacker_share,
                                                       std::uint64_t confirmations);

/// Any of the three above.
using DoubleSpendModel = double (*)(double attacker_share, std::uint64_t confirmations);

inline constexpr std::uint64_t confirmations_max = 1'000'000;

/// Fewest confirmations with a probability below `risk`, 0 < risk; none if more than
/// confirmations_max are needed, as from q = 1/2 on.
[[nodiscard]] std::optional<std::uint64_t> confirmations_needed(DoubleSpendModel model,
                                                                double attacker_share, double risk);

}  // namespace sluice::lab
