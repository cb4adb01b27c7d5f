#pragma once
/// The version of NVIDIA's driver. The CUDA runtime tells only which of its own versions a driver
/// can serve, which many drivers share, and a tuned launch shape may hold for one of them alone.
/// Needs no CUDA; thread-safe.

#include <iosfwd>
#include <string>

namespace sluice::kernels::cuda {

/// What the kernel module writes of itself; there is no such file without it, and none under WSL.
inline constexpr const char* driver_version_file = "/proc/driver/nvidia/version";

/// "550.54.15" from the text of that file; empty when it is not there.
[[nodiscard]] std::string find_driver_version(std::istream& text);

/// "NVIDIA 550.54.15, CUDA 12.4": the driver's version, unless it is empty, and the newest runtime
/// that it can serve, as cudaDriverGetVersion numbers it: 12040.
[[nodiscard]] std::string describe_driver(const std::string& version, int runtime);

}  // namespace sluice::kernels::cuda
