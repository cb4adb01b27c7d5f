#pragma once
/// What a kernel's launches look like on a device: the whole launch shape, how large launches may
/// be and the memory that they take. Pure functions on values, thread-safe.

#include "kernels/gpu/launch_engine.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::kernels::opencl {

struct LaunchPlan {
    LaunchShape shape;  ///< complete
    LaunchLimits limits;
    std::uint64_t scratch_bytes = 0;  ///< one buffer
};

/// `error` is empty, or says what of the shape the device cannot run and what would be right.
struct PlanResult {
    LaunchPlan plan;
    std::string error;
};

/// The plan for `wanted`, whose zeros stand for defaults. Default launches take at most 7/8 of the
/// device's memory, and no more than it gives in one buffer.
[[nodiscard]] PlanResult plan_launches(const OpenClKernel& kernel, const LaunchShape& wanted,
                                       const OpenClTraits& device);

/// Complete shapes that the device can run and that are worth timing, the default first.
[[nodiscard]] std::vector<LaunchShape> shapes_of(const OpenClKernel& kernel,
                                                 const OpenClTraits& device);

/// The plan with half the hashes in flight, for a device that has less memory than it says. Nothing
/// when one work group is left.
[[nodiscard]] std::optional<LaunchPlan> half_of(const OpenClKernel& kernel, const LaunchPlan& plan);

}  // namespace sluice::kernels::opencl
