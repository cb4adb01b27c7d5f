#pragma once
/// The OpenCL backend's devices. Thread-safe.

#include "kernels/api/device.hpp"

namespace sluice::kernels {

/// Adds every OpenCL device behind those of the list, or a line why there is none. One that is a
/// CPU, or a GPU that the list has already, is not selected by default.
void add_opencl_devices(DeviceList& list, const DriverNotice& notice = ask_every_driver);

}  // namespace sluice::kernels
