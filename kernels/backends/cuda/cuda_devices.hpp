#pragma once
/// The CUDA backend's devices. Thread-safe.

#include "kernels/device.hpp"

namespace sluice::kernels {

/// Adds every CUDA device behind those of the list, or a line why there is none.
void add_cuda_devices(DeviceList& list);

}  // namespace sluice::kernels
