#include "miner/telemetry/nvml.hpp"

namespace sluice::miner {
namespace {

constexpr int success = 0;          // NVML_SUCCESS
constexpr int temperature_gpu = 0;  // NVML_TEMPERATURE_GPU
constexpr int clock_sm = 1;         // NVML_CLOCK_SM
constexpr int clock_memory = 2;     // NVML_CLOCK_MEM

}  // namespace

Nvml::Nvml(const std::string& library) : library_(library) {
    Return (*init)() = nullptr;
    if (!library_.find("nvmlInit_v2", init) || !library_.find("nvmlShutdown", shutdown_) ||
        !library_.find("nvmlDeviceGetHandleByPciBusId_v2", handle_by_pci_bus_id_)) {
        return;
    }
    library_.find("nvmlDeviceGetPowerUsage", power_usage_);
    library_.find("nvmlDeviceGetEnforcedPowerLimit", enforced_power_limit_);
    library_.find("nvmlDeviceGetFanSpeed", fan_speed_);
    library_.find("nvmlDeviceGetTemperature", temperature_);
    library_.find("nvmlDeviceGetClockInfo", clock_info_);
    library_.find("nvmlDeviceGetMemoryInfo", memory_info_);
    started_ = init() == success;
}

Nvml::~Nvml() {
    if (started_) {
        shutdown_();
    }
}

Nvml::Handle Nvml::device(const std::string& pci_bus_id) {
    const auto known = devices_.find(pci_bus_id);
    if (known != devices_.end()) {
        return known->second;
    }
    Handle handle = nullptr;
    if (!started_ || handle_by_pci_bus_id_(pci_bus_id.c_str(), &handle) != success) {
        handle = nullptr;
    }
    devices_.emplace(pci_bus_id, handle);
    return handle;
}

Telemetry Nvml::read(const std::string& pci_bus_id) {
    Telemetry reading;
    const Handle handle = device(pci_bus_id);
    if (handle == nullptr) {
        return reading;
    }
    const auto ask = [](std::optional<double>& field, double per_unit, auto* query, auto... where) {
        unsigned number = 0;
        if (query != nullptr && query(where..., &number) == success) {
            field = number / per_unit;
        }
    };
    ask(reading.temperature_c, 1, temperature_, handle, temperature_gpu);
    ask(reading.power_w, 1e3, power_usage_, handle);
    ask(reading.power_limit_w, 1e3, enforced_power_limit_, handle);
    ask(reading.fan_percent, 1, fan_speed_, handle);
    ask(reading.core_clock_mhz, 1, clock_info_, handle, clock_sm);
    ask(reading.memory_clock_mhz, 1, clock_info_, handle, clock_memory);
    Memory memory{};
    if (memory_info_ != nullptr && memory_info_(handle, &memory) == success) {
        reading.memory_used_bytes = memory.used;
        reading.memory_bytes = memory.total;
    }
    return reading;
}

}  // namespace sluice::miner
