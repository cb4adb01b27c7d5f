#pragma once
/// The sensors that a kernel driver shows for a PCI device under /sys/bus/pci/devices, as amdgpu
/// does: hwmon's files (docs.kernel.org/hwmon/sysfs-interface) and the driver's memory counters.
/// Reads files only; thread-safe.

#include "miner/telemetry/telemetry.hpp"

#include <filesystem>
#include <string>

namespace sluice::miner {

class Hwmon {
public:
    explicit Hwmon(std::filesystem::path pci_devices = "/sys/bus/pci/devices")
        : pci_devices_(std::move(pci_devices)) {}

    /// The sensors of the device at that PCI address ("0000:01:00.0").
    [[nodiscard]] Telemetry read(const std::string& pci_bus_id) const;

private:
    std::filesystem::path pci_devices_;
};

}  // namespace sluice::miner
