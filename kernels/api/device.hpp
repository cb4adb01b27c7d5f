#pragma once
/// Devices that hash: all CPU threads together are one device, every GPU is one. A device lists its
/// kernels for an algorithm and makes scanners that run them. All calls are thread-safe.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/launch_parameters.hpp"
#include "kernels/api/scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

struct DeviceInfo {
    std::string backend;  ///< "cpu", "cuda" or "opencl"
    std::size_t index;    ///< counts from 0 within the backend
    std::string name;     ///< the maker's name of it
    /// Scanners worth running at a time, one worker thread each: the CPU's threads; 1 for a GPU.
    std::size_t parallel_scanners;
    std::string driver;      ///< name and version of what runs kernels on it; empty on a CPU
    std::string pci_bus_id;  ///< "0000:c1:00.0", by which telemetry finds it; empty: unknown
    std::uint64_t memory_bytes = 0;  ///< of its own; 0 on a CPU
    /// Whether to use it where the user names no device. Not for what another device of the list
    /// hashes on already: a CPU as an OpenCL device, or a GPU that CUDA has too.
    bool selected_by_default = true;
};

struct KernelInfo {
    std::string name;        ///< "avx2"; on command lines "sha256d/avx2"
    bool eligible;           ///< the device can run it
    std::string ineligible;  ///< why it cannot; empty when it can
    /// Cycles of one core for a hash if its busiest units never waited (docs/kernels.md); 0:
    /// unknown.
    double bound_cycles_per_hash = 0;
};

/// What the thread inside make_scanner does next.
enum class ScannerStep {
    build,  ///< compiles or loads a kernel and takes its memory; some drivers need minutes
    test,   ///< a scan of the self-test
};
/// Gets every step before it begins, so that a watchdog knows how long it may take.
using StepNotice = std::function<void(ScannerStep)>;

/// What make_scanner gives. Without a scanner, `error` says why.
struct MakeScannerResult {
    std::unique_ptr<Scanner> scanner;
    std::string kernel;                ///< the kernel that the scanner runs
    std::vector<std::string> refused;  ///< a line for each kernel that failed its self-test
    std::vector<std::string> notes;    ///< what the user should know of a scanner that works
    std::string error;
};

class Device {
public:
    Device() = default;
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    virtual ~Device() = default;

    [[nodiscard]] virtual const DeviceInfo& info() const noexcept = 0;

    /// Every kernel built for `algorithm`, best first, the ineligible ones included.
    [[nodiscard]] virtual std::vector<KernelInfo> kernels(const Algorithm& algorithm) const = 0;

    /// Launch shapes worth timing for a kernel, the default first. Empty: there is nothing to tune.
    [[nodiscard]] virtual std::vector<LaunchShape> launch_shapes(const Algorithm& algorithm,
                                                                 std::string_view kernel) const;

    /// Makes a scanner with the best eligible kernel that passes its self-test, or with the one
    /// named `kernel` ("avx2" or "sha256d/avx2") and no other. A name that does not exist or cannot
    /// run here is an error whose text lists every kernel and why it is or is not eligible.
    /// So is a launch shape that the device cannot run.
    [[nodiscard]] virtual MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                         std::string_view kernel,
                                                         const LaunchShape& shape,
                                                         const StepNotice& notice) = 0;
    [[nodiscard]] MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                 std::string_view kernel,
                                                 const LaunchShape& shape = {}) {
        return make_scanner(algorithm, kernel, shape, [](ScannerStep) {});
    }
};

/// What a search for devices found.
struct DeviceList {
    std::vector<std::unique_ptr<Device>> devices;  ///< CPU first
    std::vector<std::string> absent;  ///< a line for each backend without a device, and why
    std::vector<std::string> failed;  ///< a line for each driver that could not be asked
};

/// Called before a driver is asked; false: it is left out.
using DriverNotice = std::function<bool(const std::string& driver)>;
[[nodiscard]] inline bool ask_every_driver(const std::string&) { return true; }

/// "cuda0": a device's name on command lines.
[[nodiscard]] std::string device_name(const DeviceInfo& info);

}  // namespace sluice::kernels
