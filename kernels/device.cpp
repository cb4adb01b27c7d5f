#include "kernels/device.hpp"

#include "kernels/backends/cpu/cpu_device.hpp"
#include "kernels/backends/cuda/cuda_devices.hpp"
#include "kernels/backends/opencl/opencl_devices.hpp"

namespace sluice::kernels {

std::vector<LaunchShape> Device::launch_shapes(const Algorithm&, std::string_view) const {
    return {};
}

std::string device_name(const DeviceInfo& info) {
    return info.backend + std::to_string(info.index);
}

DeviceList enumerate_devices() {
    DeviceList list;
    list.devices.push_back(make_cpu_device());
    add_cuda_devices(list);
    add_opencl_devices(list);
    return list;
}

}  // namespace sluice::kernels
