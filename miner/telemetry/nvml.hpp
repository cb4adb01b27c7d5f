#pragma once
/// NVIDIA's management library (NVML), opened at run time: without a driver there is none, and
/// every reading is empty. Declared here is the little that is used of it, after the NVML API
/// reference (docs.nvidia.com/deploy/nvml-api): plain C functions whose names and types stay the
/// same from driver to driver. Not thread-safe; one thread reads.

#include "base/shared_library.hpp"
#include "miner/telemetry/telemetry.hpp"

#include <map>
#include <string>

namespace sluice::miner {

class Nvml {
public:
    static constexpr const char* library_usual = "libnvidia-ml.so.1";

    explicit Nvml(const std::string& library = library_usual);
    Nvml(const Nvml&) = delete;
    Nvml& operator=(const Nvml&) = delete;
    ~Nvml();

    /// Whether the library is there and has started.
    [[nodiscard]] bool available() const noexcept { return started_; }

    /// The sensors of the device at that PCI address ("0000:01:00.0").
    [[nodiscard]] Telemetry read(const std::string& pci_bus_id);

private:
    using Return = int;                   ///< nvmlReturn_t; 0 is success
    using Handle = struct OpaqueDevice*;  ///< nvmlDevice_t
    struct Memory {                       ///< nvmlMemory_t
        unsigned long long total, free, used;
    };
    /// A query for one number.
    using Query = Return(Handle, unsigned*);
    /// A query for one number of a sensor or clock domain.
    using QueryOf = Return(Handle, int, unsigned*);

    [[nodiscard]] Handle device(const std::string& pci_bus_id);

    SharedLibrary library_;
    Return (*shutdown_)() = nullptr;
    Return (*handle_by_pci_bus_id_)(const char*, Handle*) = nullptr;
    Query* power_usage_ = nullptr;           ///< milliwatts
    Query* enforced_power_limit_ = nullptr;  ///< milliwatts
    Query* fan_speed_ = nullptr;             ///< percent of the fastest
    QueryOf* temperature_ = nullptr;         ///< degrees Celsius
    QueryOf* clock_info_ = nullptr;          ///< megahertz
    Return (*memory_info_)(Handle, Memory*) = nullptr;
    bool started_ = false;
    std::map<std::string, Handle> devices_;  ///< by PCI address; null: NVML does not know it
};

}  // namespace sluice::miner
