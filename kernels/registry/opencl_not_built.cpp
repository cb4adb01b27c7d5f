#include "kernels/gpu/opencl/opencl_devices.hpp"

namespace sluice::kernels {

void add_opencl_devices(DeviceList& list, const DriverNotice&) {
    list.absent.emplace_back(
        "OpenCL: this build leaves it out, because it found no CL/cl.h (install opencl-headers and "
        "build again)");
}

}  // namespace sluice::kernels
