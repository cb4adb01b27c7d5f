#pragma once
/// What the user is told of a device that cannot be trusted. Pure, any thread.

#include "miner/stats/statistics.hpp"

#include <cstdint>
#include <string>

namespace sluice::miner {

/// "cuda0 claims 1.20 GH/s but found 3 shares where 25.0 were expected ...", of a device whose
/// audit is in doubt.
[[nodiscard]] std::string audit_text(const DeviceSnapshot& device);

/// "cuda0: 12 of 340 hits were wrong ...".
[[nodiscard]] std::string hardware_error_text(const DeviceSnapshot& device);

[[nodiscard]] std::string warning_text(const DeviceWarning& warning);

}  // namespace sluice::miner
