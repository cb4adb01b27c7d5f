#include "kernels/api/device.hpp"

namespace sluice::kernels {

std::vector<LaunchShape> Device::launch_shapes(const Algorithm&, std::string_view) const {
    return {};
}

std::string device_name(const DeviceInfo& info) {
    return info.backend + std::to_string(info.index);
}

}  // namespace sluice::kernels
