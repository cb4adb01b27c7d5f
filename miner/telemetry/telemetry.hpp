#pragma once
/// What a device's sensors say at one moment. A regular value; what the device or its driver does
/// not tell is absent.

#include <cstdint>
#include <optional>

namespace sluice::miner {

struct Telemetry {
    std::optional<double> temperature_c;  ///< of the core
    std::optional<double> power_w;        ///< of the whole board
    std::optional<double> power_limit_w;
    std::optional<double> fan_percent;
    std::optional<double> core_clock_mhz;
    std::optional<double> memory_clock_mhz;
    std::optional<std::uint64_t> memory_used_bytes;
    std::optional<std::uint64_t> memory_bytes;

    bool operator==(const Telemetry&) const = default;
};

}  // namespace sluice::miner
