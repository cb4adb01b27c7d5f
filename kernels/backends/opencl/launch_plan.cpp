#include "kernels/backends/opencl/launch_plan.hpp"

#include <algorithm>

namespace sluice::kernels::opencl {
namespace {

/// Nonces of a launch are counted in 32 bits, and work items step past the last one.
constexpr std::uint64_t hashes_max = launch_hashes_max;
static_assert(hashes_max <= std::uint64_t{1} << 31);

std::string mebibytes(std::uint64_t bytes) {
    return std::to_string((bytes + (1U << 20) - 1) >> 20) + " MiB";
}

/// The rest of the memory belongs to the driver, to the screen and to our small buffers.
std::uint64_t usable_bytes(const OpenClTraits& device) {
    return std::min(device.buffer_bytes_max, device.memory_bytes / 8 * 7);
}

/// Sets what depends on the number of hashes in flight, which is that of every launch.
void keep_in_flight(LaunchPlan& plan, std::uint64_t hashes, std::uint64_t bytes_per_hash) {
    plan.shape.launch_hashes = hashes;
    plan.scratch_bytes = hashes * bytes_per_hash;
    plan.limits = {.hashes_first = hashes,
                   .hashes_max = hashes,
                   .nonce_step = 1,
                   .launch_time = std::chrono::nanoseconds::zero()};
}

PlanResult plan_memory(LaunchPlan plan, std::uint64_t bytes_per_hash, bool is_default,
                       const OpenClTraits& device) {
    const std::uint64_t block = plan.shape.block_threads;
    const std::uint64_t usable = usable_bytes(device);
    const std::uint64_t fitting = std::min(usable / bytes_per_hash, hashes_max) / block * block;
    if (fitting == 0) {
        return {.plan = {},
                .error = "no memory for the scratchpad: a work group of " + std::to_string(block) +
                         " hashes takes " + mebibytes(block * bytes_per_hash) +
                         ", and the device gives " + mebibytes(usable) +
                         " (a larger lookup gap or fewer threads take less)"};
    }
    const std::uint64_t wanted = (plan.shape.launch_hashes + block - 1) / block * block;
    if (wanted > fitting && !is_default) {
        return {.plan = {},
                .error = "no memory for the scratchpad: " + std::to_string(wanted) +
                         " hashes in flight take " + mebibytes(wanted * bytes_per_hash) +
                         ", and the device gives " + mebibytes(usable) + ": at most " +
                         std::to_string(fitting) + " hashes"};
    }
    keep_in_flight(plan, std::min(wanted, fitting), bytes_per_hash);
    return {.plan = plan, .error = {}};
}

/// Launches without scratch memory: as many hashes as fit into LaunchLimits::launch_time, unless
/// the shape says how many.
LaunchPlan plan_time(LaunchPlan plan, const OpenClTraits& device) {
    const LaunchShape& shape = plan.shape;
    plan.limits.nonce_step = std::uint64_t{shape.block_threads} * shape.nonces_per_thread;
    plan.limits.hashes_first = plan.limits.nonce_step * device.compute_units;
    plan.limits.hashes_max = hashes_max;
    if (shape.launch_hashes != 0) {
        plan.limits.hashes_max = shape.launch_hashes;
        plan.limits.launch_time = std::chrono::nanoseconds::zero();
    }
    return plan;
}

/// What of a complete shape the device cannot run, or an empty text.
std::string mistake_of(const OpenClKernel& kernel, const LaunchShape& shape,
                       const OpenClTraits& device) {
    if (shape.block_threads > device.block_threads_max) {
        return shape_mistake("block_threads", shape.block_threads,
                             "1 to " + std::to_string(device.block_threads_max));
    }
    const std::string hashes = launch_hashes_mistake(shape);
    return hashes.empty() ? kernel.mistake(shape) : hashes;
}

}  // namespace

PlanResult plan_launches(const OpenClKernel& kernel, const LaunchShape& wanted,
                         const OpenClTraits& device) {
    LaunchPlan plan{.shape = kernel.complete(wanted, device), .limits = {}};
    const std::string mistake = mistake_of(kernel, plan.shape, device);
    if (!mistake.empty()) {
        return {.plan = {}, .error = "the device cannot run the launch shape: " + mistake};
    }
    const std::uint64_t bytes_per_hash = kernel.scratch_bytes_per_hash(plan.shape);
    if (bytes_per_hash == 0) {
        return {.plan = plan_time(plan, device), .error = {}};
    }
    return plan_memory(plan, bytes_per_hash, wanted.launch_hashes == 0, device);
}

std::vector<LaunchShape> shapes_of(const OpenClKernel& kernel, const OpenClTraits& device) {
    std::vector<LaunchShape> shapes;
    const auto add = [&](const LaunchShape& wanted) {
        const auto& [plan, error] = plan_launches(kernel, wanted, device);
        if (error.empty() && std::ranges::find(shapes, plan.shape) == shapes.end()) {
            shapes.push_back(plan.shape);
        }
    };
    add({});
    std::ranges::for_each(kernel.shapes, add);
    return shapes;
}

std::optional<LaunchPlan> half_of(const OpenClKernel& kernel, const LaunchPlan& plan) {
    const std::uint64_t block = plan.shape.block_threads;
    const std::uint64_t hashes = plan.shape.launch_hashes / 2 / block * block;
    if (plan.scratch_bytes == 0 || hashes == 0) {
        return std::nullopt;
    }
    LaunchPlan smaller = plan;
    keep_in_flight(smaller, hashes, kernel.scratch_bytes_per_hash(plan.shape));
    return smaller;
}

}  // namespace sluice::kernels::opencl
