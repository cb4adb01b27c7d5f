#pragma once
/// What OpenCL says of its devices. Thread-safe.

#include "kernels/api/device.hpp"
#include "kernels/gpu/opencl/opencl_api.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sluice::kernels::opencl {

struct FoundDevice {
    cl_device_id id = nullptr;
    DeviceInfo info;
    OpenClTraits traits;
    std::string ineligible;  ///< why it can run no kernel, or empty
};

/// Bytes of a name or version that a driver gives.
inline constexpr std::size_t driver_text_bytes_max = 128;

/// The devices of all platforms that `notice` lets be asked, in the order of the drivers; `absent`
/// gets a line for a driver that fails or has no device.
[[nodiscard]] std::vector<FoundDevice> find_devices(const Api& api,
                                                    std::vector<std::string>& absent,
                                                    const DriverNotice& notice = ask_every_driver);

}  // namespace sluice::kernels::opencl
