#pragma once
/// What the tests of votes share: block versions, and BIP8 deployments of ten-block periods. Pure.

#include "difficulty/signalling/deployment.hpp"

#include <cstdint>

namespace sluice::difficulty {

inline constexpr std::uint32_t silent = 0x2000'0000;  // BIP9's top bits and no vote

/// The version of a block that votes with this bit alone.
[[nodiscard]] constexpr std::uint32_t vote_of(int bit) { return silent | 1U << bit; }

struct HeightRange {
    Height start = 0;
    Height timeout = 0;
};

/// Locks in by eight votes of ten.
[[nodiscard]] inline Deployment bip8_deployment(int bit, HeightRange heights,
                                                bool lock_in_on_timeout) {
    return {.name = "test",
            .kind = DeploymentKind::bip8,
            .bit = bit,
            .start_height = heights.start,
            .timeout_height = heights.timeout,
            .lock_in_on_timeout = lock_in_on_timeout,
            .period = 10,
            .threshold = 8};
}

}  // namespace sluice::difficulty
