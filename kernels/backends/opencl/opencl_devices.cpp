#include "kernels/backends/opencl/opencl_devices.hpp"

#include "kernels/backends/opencl/opencl_device.hpp"

#include <algorithm>
#include <utility>

namespace sluice::kernels {
namespace {

/// Whether the list has the same card, by another driver.
bool has_card(const DeviceList& list, const std::string& pci_bus_id) {
    return !pci_bus_id.empty() &&
           std::ranges::any_of(list.devices, [&](const std::unique_ptr<Device>& device) {
               return device->info().pci_bus_id == pci_bus_id;
           });
}

}  // namespace

void add_opencl_devices(DeviceList& list) {
    std::string absent;
    const auto api = opencl::load_api(absent);
    if (api == nullptr) {
        list.absent.push_back("OpenCL: " + absent);
        return;
    }
    for (opencl::FoundDevice& found : opencl::find_devices(*api, list.absent)) {
        found.info.selected_by_default =
            !found.traits.is_cpu && !has_card(list, found.info.pci_bus_id);
        list.devices.push_back(
            std::make_unique<opencl::OpenClDevice>(api, std::move(found), opencl::ProgramCache()));
    }
}

}  // namespace sluice::kernels
