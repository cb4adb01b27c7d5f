#pragma once
/// Difficulty of compact bits as a floating-point number, fast: the target's mantissa times a power
/// of 256 from a table, exact except for one rounding of the quotient. For simulations and statistics,
/// never for consensus. Pure, any thread.

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::lab::sim {

namespace detail {

inline constexpr int compact_size_of_one = 3;  // a mantissa of this size counts as it stands

constexpr auto make_powers_of_256() {
    std::array<double, 256> powers{};
    for (std::size_t size = 0; size < powers.size(); ++size) {
        double power = 1;
        for (int k = compact_size_of_one; k < static_cast<int>(size) && k < 64; ++k) {
            power *= 256;
        }
        for (int k = static_cast<int>(size); k < compact_size_of_one; ++k) {
            power /= 256;
        }
        powers[size] = power;
    }
    return powers;
}

inline constexpr auto powers_of_256 = make_powers_of_256();

}  // namespace detail

/// The target of valid bits, as a number.
[[nodiscard]] inline double target_number(std::uint32_t bits) noexcept {
    return static_cast<double>(bits & 0x007f'ffff) * detail::powers_of_256[bits >> 24];
}

/// How many times harder a block of `bits` is than one of `reference`; both valid.
[[nodiscard]] inline double relative_difficulty(std::uint32_t reference,
                                                std::uint32_t bits) noexcept {
    return target_number(reference) / target_number(bits);
}

}  // namespace sluice::lab::sim
