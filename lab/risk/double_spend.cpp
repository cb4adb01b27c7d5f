#include "lab/risk/double_spend.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cassert>
#include <cmath>

namespace sluice::lab {
namespace {

/// Where the race is won or lost before it begins.
std::optional<double> trivial(double attacker_share, std::uint64_t confirmations) noexcept {
    assert(attacker_share >= 0 && attacker_share <= 1);
    if (confirmations == 0 || attacker_share >= 0.5) {
        return 1;
    }
    if (attacker_share == 0) {
        return 0;
    }
    return std::nullopt;
}

}  // namespace

double double_spend_probability(double attacker_share, std::uint64_t confirmations) {
    if (const auto known = trivial(attacker_share, confirmations)) {
        return *known;
    }
    const double q = attacker_share;
    return boost::math::ibeta(static_cast<double>(confirmations), 0.5, 4 * q * (1 - q));
}

double double_spend_probability_by_sum(double attacker_share, std::uint64_t confirmations) {
    if (const auto known = trivial(attacker_share, confirmations)) {
        return *known;
    }
    using Wide = boost::multiprecision::cpp_bin_float_50;  // what is left of 1 is small
    const Wide q = attacker_share;
    const Wide p = 1 - q;
    Wide ways = pow(p, confirmations);         // C(m+z-1, m) p^z q^m, at first for m = 0
    Wide against = pow(q / p, confirmations);  // (q/p)^(z-m): the other term is ways times it
    Wide sum = 0;
    for (std::uint64_t mined = 0; mined <= confirmations; ++mined) {
        sum += ways * (1 - against);
        ways *= q * (mined + confirmations) / (mined + 1);
        against *= p / q;
    }
    return std::clamp(Wide(1 - sum).convert_to<double>(), 0.0, 1.0);
}

double double_spend_probability_nakamoto(double attacker_share, std::uint64_t confirmations) {
    if (const auto known = trivial(attacker_share, confirmations)) {
        return *known;
    }
    const double ratio = attacker_share / (1 - attacker_share);
    const auto z = static_cast<double>(confirmations);
    const double mean = z * ratio;
    // P(more than z) + sum of Poisson(k) ratio^(z-k): no difference of nearly equal numbers.
    double sum = boost::math::gamma_p(z + 1, mean);
    for (std::uint64_t mined = 0; mined <= confirmations; ++mined) {
        const auto k = static_cast<double>(mined);
        const double log_poisson = k * std::log(mean) - mean - std::lgamma(k + 1);
        sum += std::exp(log_poisson + (z - k) * std::log(ratio));
    }
    return std::min(sum, 1.0);
}

std::optional<std::uint64_t> confirmations_needed(DoubleSpendModel model, double attacker_share,
                                                  double risk) {
    assert(risk > 0);
    // The probability falls with every confirmation: double until it is low enough, then halve.
    std::uint64_t enough = 1;
    while (model(attacker_share, enough) >= risk) {
        if (enough >= confirmations_max || attacker_share >= 0.5) {
            return std::nullopt;
        }
        enough = std::min(enough * 2, confirmations_max);
    }
    std::uint64_t too_few = enough / 2;
    while (too_few + 1 < enough) {
        const std::uint64_t middle = too_few + (enough - too_few) / 2;
        (model(attacker_share, middle) < risk ? enough : too_few) = middle;
    }
    return enough;
}

}  // namespace sluice::lab
