#include "miner/telemetry/hwmon.hpp"

#include <fstream>
#include <system_error>

namespace sluice::miner {
namespace {

namespace fs = std::filesystem;

/// The number in the file, of which `per_unit` make one unit of ours.
std::optional<double> number_in(const fs::path& file, double per_unit) {
    std::ifstream in(file);
    double number = 0;
    if (!(in >> number)) {
        return std::nullopt;
    }
    return number / per_unit;
}

std::optional<std::uint64_t> bytes_in(const fs::path& file) {
    std::ifstream in(file);
    std::uint64_t bytes = 0;
    if (!(in >> bytes)) {
        return std::nullopt;
    }
    return bytes;
}

/// The first folder in `parent`: a device has one hwmon, under a number of the system's choice.
fs::path first_folder(const fs::path& parent) {
    std::error_code error;
    const fs::directory_iterator entries(parent, error);
    return !error && entries != fs::directory_iterator() ? entries->path() : fs::path{};
}

}  // namespace

Telemetry Hwmon::read(const std::string& pci_bus_id) const {
    Telemetry reading;
    const fs::path device = pci_devices_ / pci_bus_id;
    const fs::path hwmon = first_folder(device / "hwmon");
    if (pci_bus_id.empty() || hwmon.empty()) {
        return reading;
    }
    constexpr double milli = 1e3;
    constexpr double micro = 1e6;
    constexpr double pwm_percent = 255 / 100.0;
    reading.temperature_c = number_in(hwmon / "temp1_input", milli);
    reading.power_w = number_in(hwmon / "power1_average", micro);
    if (!reading.power_w) {  // what newer cards have instead
        reading.power_w = number_in(hwmon / "power1_input", micro);
    }
    reading.power_limit_w = number_in(hwmon / "power1_cap", micro);
    reading.fan_percent = number_in(hwmon / "pwm1", pwm_percent);
    reading.core_clock_mhz = number_in(hwmon / "freq1_input", micro);
    reading.memory_clock_mhz = number_in(hwmon / "freq2_input", micro);
    reading.memory_used_bytes = bytes_in(device / "mem_info_vram_used");
    reading.memory_bytes = bytes_in(device / "mem_info_vram_total");
    return reading;
}

}  // namespace sluice::miner
