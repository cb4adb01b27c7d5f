#pragma once
/// The arithmetic of ASERT ("absolutely scheduled exponentially rising targets"), integer only, as
/// aserti3-2d specifies it (Bitcoin Cash upgrade specification 2020-11-15-asert). Pure, any thread.

#include "protocol/pow/target.hpp"

#include <cstdint>

namespace sluice::difficulty {

/// reference * 2^(late_s / half_life_s), at least 1 and at most `limit`; late_s is how far the
/// chain lags behind its schedule, negative if ahead. The power is a cubic within 0.013 %.
[[nodiscard]] protocol::Target asert_target(const protocol::Target& reference, std::int64_t late_s,
                                            std::int64_t half_life_s,
                                            const protocol::Target& limit);

/// The same from compact bits to compact bits, in 64-bit arithmetic and without a limit: what
/// encode_compact says of asert_target with the easiest limit, for any reference that is a valid
/// target. The mantissa and the power have 40 bits together, so their product is exact, and
/// rounding it down to a mantissa at once is rounding it down to an integer first.
[[nodiscard]] std::uint32_t asert_bits(std::uint32_t reference_bits, std::int64_t late_s,
                                       std::int64_t half_life_s) noexcept;

}  // namespace sluice::difficulty
