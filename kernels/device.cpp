#include "kernels/device.hpp"

#include "kernels/device_search.hpp"

namespace sluice::kernels {

std::vector<LaunchShape> Device::launch_shapes(const Algorithm&, std::string_view) const {
    return {};
}

std::string device_name(const DeviceInfo& info) {
    return info.backend + std::to_string(info.index);
}

DeviceList enumerate_devices() {
    DeviceList list;
    for (const Backend& backend : backends()) {
        backend.add_devices(list, ask_every_driver);
    }
    return list;
}

}  // namespace sluice::kernels
