#pragma once
/// Logarithm, exponential and sine that give the same bits with every compiler and C library: only
/// IEEE additions, multiplications and divisions, which -ffp-contract=off keeps apart. Absolute
/// error below 1e-14 for log, relative below 1e-15 for exp. The square root needs no stand-in, IEEE
/// rounds it exactly. Pure, any thread.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace sluice::lab::sim {

inline constexpr double ln2 = 0x1.62e42fefa39efp-1;
inline constexpr double pi = 0x1.921fb54442d18p+1;

namespace detail {

/// 2 atanh(s) = ln((1+s)/(1-s)) by its series; for |s| <= 1/3. Makes the table.
constexpr double log_by_series(double value) {
    const double s = (value - 1) / (value + 1);
    double sum = 0;
    for (int k = 41; k >= 1; k -= 2) {
        sum = sum * (s * s) + 1.0 / k;
    }
    return 2 * s * sum;
}

inline constexpr int log_table_bits = 7;

/// A point of the table: for mantissas near 1/inverse, ln(m) = log + ln(m * inverse).
struct LogPoint {
    double inverse = 0;
    double log = 0;
};

constexpr auto make_log_table() {
    std::array<LogPoint, std::size_t{1} << log_table_bits> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double middle =
            1 + (static_cast<double>(i) + 0.5) / static_cast<double>(table.size());
        // A short inverse makes m * inverse - 1 nearly exact.
        const double inverse = static_cast<double>(static_cast<float>(1 / middle));
        table[i] = {inverse, -log_by_series(inverse)};
    }
    return table;
}

inline constexpr auto log_table = make_log_table();

}  // namespace detail

/// Natural logarithm of a positive normal number.
[[nodiscard]] inline double log(double value) noexcept {
    const auto image = std::bit_cast<std::uint64_t>(value);
    const auto exponent = static_cast<double>(static_cast<std::int64_t>(image >> 52) - 1023);
    const double mantissa =
        std::bit_cast<double>((image & 0x000f'ffff'ffff'ffff) | 0x3ff0'0000'0000'0000);
    const detail::LogPoint& point =
        detail::log_table[image >> (52 - detail::log_table_bits) & (detail::log_table.size() - 1)];
    const double f = mantissa * point.inverse - 1;  // |f| < 1/256
    const double f2 = f * f;
    const double series =
        f - f2 * (0.5 - f * (1.0 / 3)) - f2 * f2 * ((0.25 - f * 0.2) + f2 * (1.0 / 6 - f / 7));
    return exponent * ln2 + (point.log + series);
}

/// e^value, for |value| <= 700; beyond, the exponent of the result is cut there.
[[nodiscard]] double exp(double value) noexcept;

/// Sine of any angle up to 2^50 radians; the error grows with the angle's own rounding.
[[nodiscard]] double sin(double angle) noexcept;

}  // namespace sluice::lab::sim
