#include "kernels/device.hpp"

#include "kernels/backends/cpu/cpu_device.hpp"

namespace sluice::kernels {

std::vector<std::unique_ptr<Device>> enumerate_devices() {
    std::vector<std::unique_ptr<Device>> devices;
    devices.push_back(make_cpu_device());
    return devices;
}

}  // namespace sluice::kernels
