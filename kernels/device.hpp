#pragma once
/// Devices that hash: all CPU threads together are one device, every GPU is one. A device lists its
/// kernels for an algorithm and makes scanners that run them. All calls are thread-safe.

#include "kernels/algorithm.hpp"
#include "kernels/scanner.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

struct DeviceInfo {
    std::string backend;  ///< "cpu"; later "cuda", "opencl"
    std::size_t index;    ///< counts from 0 within the backend
    std::string name;     ///< the maker's name of it
    /// Scanners worth running at a time, one worker thread each: the CPU's threads; 1 for a GPU.
    std::size_t parallel_scanners;
};

struct KernelInfo {
    std::string name;        ///< "avx2"; on command lines "sha256d/avx2"
    bool eligible;           ///< the device can run it
    std::string ineligible;  ///< why it cannot; empty when it can
    /// Cycles of one core for a hash if its busiest units never waited (docs/kernels.md); 0:
    /// unknown.
    double bound_cycles_per_hash = 0;
};

/// What make_scanner gives. Without a scanner, `error` says why.
struct MakeScannerResult {
    std::unique_ptr<Scanner> scanner;
    std::string kernel;                ///< the kernel that the scanner runs
    std::vector<std::string> refused;  ///< a line for each kernel that failed its self-test
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

    /// Makes a scanner with the best eligible kernel that passes its self-test, or with the one
    /// named `kernel` ("avx2" or "sha256d/avx2") and no other. A name that does not exist or cannot
    /// run here is an error whose text lists every kernel and why it is or is not eligible.
    [[nodiscard]] virtual MakeScannerResult make_scanner(const Algorithm& algorithm,
                                                         std::string_view kernel) = 0;
};

/// Every device of this machine, CPU first. No device runtime on the machine is not an error.
[[nodiscard]] std::vector<std::unique_ptr<Device>> enumerate_devices();

}  // namespace sluice::kernels
