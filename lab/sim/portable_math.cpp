#include "lab/sim/portable_math.hpp"

#include <algorithm>

namespace sluice::lab::sim {
namespace {

// ln 2 in two parts: the first ends in zero bits, so that its product with a small integer
// is exact.
constexpr double ln2_high = 0x1.62e42ffp-1;
constexpr double ln2_low = -0x1.718432a1b0e26p-35;

/// Nearest whole number, by floor and not by the rounding mode.
std::int64_t nearest(double value) {
    const double shifted = value + 0.5;
    const auto whole = static_cast<std::int64_t>(shifted);
    return whole - (static_cast<double>(whole) > shifted ? 1 : 0);
}

}  // namespace

double exp(double value) noexcept {
    constexpr double limit = 700;  // keeps the result a normal number
    const double clamped = std::clamp(value, -limit, limit);
    const std::int64_t doublings = nearest(clamped / ln2);
    const auto whole = static_cast<double>(doublings);
    const double rest = (clamped - whole * ln2_high) - whole * ln2_low;  // |rest| <= ln2 / 2
    double sum = 1;
    for (int k = 18; k >= 1; --k) {  // 0.3466^19 / 19! < 1e-25
        sum = 1 + rest / k * sum;
    }
    return sum * std::bit_cast<double>(static_cast<std::uint64_t>(doublings + 1023) << 52);
}

double sin(double angle) noexcept {
    const std::int64_t half_turns = nearest(angle / pi);
    const double rest = angle - static_cast<double>(half_turns) * pi;  // |rest| <= pi / 2
    const double square = rest * rest;
    double sum = 1;
    for (int k = 24; k >= 2; k -= 2) {  // Horner over 1 - x^2/(2*3) (1 - x^2/(4*5) (...))
        sum = 1 - square / (k * (k + 1)) * sum;
    }
    return half_turns % 2 == 0 ? rest * sum : -rest * sum;
}

}  // namespace sluice::lab::sim
