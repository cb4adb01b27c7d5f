#pragma once
/// The CPU as one device: every thread of it runs a scanner of its own. Thread-safe.

#include "kernels/api/device.hpp"

#include <memory>

namespace sluice::kernels {

[[nodiscard]] std::unique_ptr<Device> make_cpu_device();

}  // namespace sluice::kernels
