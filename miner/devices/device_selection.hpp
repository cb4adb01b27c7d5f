#pragma once
/// Which of a machine's devices take part: those that the user names, or the ones that people
/// expect. Pure functions of the list; any thread.

#include "base/result.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::miner {

using DeviceSpan = std::span<const std::unique_ptr<kernels::Device>>;

/// The places in `devices` that `names` lists: "cuda0,opencl1", "cuda" for all of a backend, or
/// plain places "0,2". Each place comes once, in the order of the list. The error lists what there
/// is, and what is `absent` (DeviceList) and why.
[[nodiscard]] Result<std::vector<std::size_t>> find_devices(
    DeviceSpan devices, std::string_view names, std::span<const std::string> absent = {});

/// Whether the device can run a kernel for `algorithm`, the one named `kernel` ("avx2" or
/// "sha256d/avx2") if that is not empty.
[[nodiscard]] bool can_hash(const kernels::Device& device, const kernels::Algorithm& algorithm,
                            std::string_view kernel);

/// The backends that `names` (as for find_devices) can mean, for kernels::DeviceSearch; empty: all
/// of them, also where a name is no device's.
[[nodiscard]] std::vector<std::string> parse_backends(std::string_view names);

struct DefaultDevices {
    std::vector<std::size_t> places;
    std::vector<std::string> notes;  ///< on devices that are left out, for the log
};

/// What mines when the user names no device: the GPUs, and the CPU where there is none or
/// `cpu_wanted`, because hashing on the CPU takes the cores that feed the GPUs and adds next to
/// nothing. Only devices with a kernel for `algorithm`; of those with `kernel`, unless it is empty.
/// A kernel that only devices have which are not selected by default selects these.
[[nodiscard]] DefaultDevices default_devices(DeviceSpan devices,
                                             const kernels::Algorithm& algorithm,
                                             std::string_view kernel, bool cpu_wanted);

}  // namespace sluice::miner
