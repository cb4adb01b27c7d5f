#include "kernels/gpu/opencl/opencl_devices.hpp"

#include "kernels/gpu/opencl/opencl_device.hpp"

#include <algorithm>
#include <utility>

namespace sluice::kernels::opencl {
namespace {

/// Whether the list has the same card, by another driver.
bool has_card(const DeviceList& list, const std::string& pci_bus_id) {
    return !pci_bus_id.empty() &&
           std::ranges::any_of(list.devices, [&](const std::unique_ptr<Device>& device) {
               return device->info().pci_bus_id == pci_bus_id;
           });
}

}  // namespace

void add_devices(DeviceList& list, const std::shared_ptr<const Api>& api,
                 const DriverNotice& notice) {
    for (FoundDevice& found : find_devices(*api, list.absent, notice)) {
        found.info.selected_by_default =
            !found.traits.is_cpu && !has_card(list, found.info.pci_bus_id);
        list.devices.push_back(
            std::make_unique<OpenClDevice>(api, std::move(found), ProgramCache()));
    }
}

}  // namespace sluice::kernels::opencl

namespace sluice::kernels {

void add_opencl_devices(DeviceList& list, const DriverNotice& notice) {
    std::string absent;
    const auto api = opencl::load_api(absent);
    if (api == nullptr) {
        list.absent.push_back("OpenCL: " + absent);
        return;
    }
    opencl::add_devices(list, api, notice);
}

}  // namespace sluice::kernels
