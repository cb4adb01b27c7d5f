#pragma once
/// Every source of telemetry there is, asked by PCI address: NVML for NVIDIA's cards, hwmon for
/// others. Not thread-safe; one thread reads, because a driver may take its time.

#include "miner/telemetry/hwmon.hpp"
#include "miner/telemetry/nvml.hpp"

#include <filesystem>
#include <string>

namespace sluice::miner {

class Sensors {
public:
    Sensors() = default;
    Sensors(const std::string& nvml_library, std::filesystem::path pci_devices)
        : nvml_(nvml_library), hwmon_(std::move(pci_devices)) {}

    /// An unknown device and an empty address give an empty reading.
    [[nodiscard]] Telemetry read(const std::string& pci_bus_id) {
        const Telemetry reading = nvml_.read(pci_bus_id);
        return reading != Telemetry{} ? reading : hwmon_.read(pci_bus_id);
    }

private:
    Nvml nvml_;
    Hwmon hwmon_;
};

}  // namespace sluice::miner
