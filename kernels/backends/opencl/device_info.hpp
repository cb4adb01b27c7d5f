#pragma once
/// What OpenCL says of its devices. Thread-safe.

#include "kernels/backends/opencl/opencl_api.hpp"
#include "kernels/backends/opencl/opencl_kernel.hpp"
#include "kernels/device.hpp"

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

/// The devices of all platforms, in the order of the drivers; `absent` gets a line for a driver
/// that fails.
[[nodiscard]] std::vector<FoundDevice> find_devices(const Api& api,
                                                    std::vector<std::string>& absent);

}  // namespace sluice::kernels::opencl
