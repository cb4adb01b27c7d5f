#pragma once
/// The CUDA backend's devices. Thread-safe.

#include "kernels/api/device.hpp"

namespace sluice::kernels {

/// Adds every CUDA device behind those of the list, or a line why there is none. Unless the
/// environment says otherwise, they are numbered by their place on the bus, as nvidia-smi does.
void add_cuda_devices(DeviceList& list, const DriverNotice& notice = ask_every_driver);

}  // namespace sluice::kernels
