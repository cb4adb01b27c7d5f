#pragma once
/// The OpenCL backend's devices. Thread-safe.

#include "kernels/device.hpp"

namespace sluice::kernels {

/// Adds every OpenCL device behind those of the list, or a line why there is none. One that is a
/// CPU, or a GPU that the list has already, is not selected by default.
void add_opencl_devices(DeviceList& list);

}  // namespace sluice::kernels
