#include "kernels/gpu/opencl/launch_plan.hpp"

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

/// Sets what depends on the number of hashes in flight, which is that of every range.
void keep_in_flight(LaunchPlan& plan, const OpenClKernel& kernel, std::uint64_t hashes) {
    plan.shape.set(launch::hashes, static_cast<std::uint32_t>(hashes));
    plan.scratch_bytes = hashes * kernel.scratch_bytes_per_hash(plan.shape);
    plan.limits = {.hashes_max = hashes, .pieces = kernel.pieces(plan.shape)};
}

/// The fewest hashes in flight: a work group, and a nonce with all versions.
std::uint64_t least_hashes(const LaunchShape& shape) {
    const std::uint64_t block = shape[launch::block_threads];
    return (std::max<std::uint64_t>(block, versions_max) + block - 1) / block * block;
}

PlanResult plan_memory(LaunchPlan plan, const OpenClKernel& kernel, bool is_default,
                       const OpenClTraits& device) {
    const std::uint64_t block = plan.shape[launch::block_threads];
    const std::uint64_t bytes_per_hash = kernel.scratch_bytes_per_hash(plan.shape);
    const std::uint64_t least = least_hashes(plan.shape);
    const std::uint64_t usable = usable_bytes(device);
    const std::uint64_t fitting = std::min(usable / bytes_per_hash, hashes_max) / block * block;
    if (fitting < least) {
        return {.plan = {},
                .error = "no memory for the scratchpad: a work group of " + std::to_string(least) +
                         " hashes takes " + mebibytes(least * bytes_per_hash) +
                         ", and the device gives " + mebibytes(usable) +
                         " (a larger lookup gap or fewer threads take less)"};
    }
    const std::uint64_t wanted =
        std::max(least, (plan.shape[launch::hashes] + block - 1) / block * block);
    if (wanted > fitting && !is_default) {
        return {.plan = {},
                .error = "no memory for the scratchpad: " + std::to_string(wanted) +
                         " hashes in flight take " + mebibytes(wanted * bytes_per_hash) +
                         ", and the device gives " + mebibytes(usable) + ": at most " +
                         std::to_string(fitting) + " hashes"};
    }
    keep_in_flight(plan, kernel, std::min(wanted, fitting));
    return {.plan = plan, .error = {}};
}

/// Launches without scratch memory: as many hashes as fit into LaunchLimits::launch_time, unless
/// the shape says how many.
LaunchPlan plan_time(LaunchPlan plan, const OpenClKernel& kernel, const OpenClTraits& device) {
    const LaunchShape& shape = plan.shape;
    plan.limits.nonce_step =
        std::uint64_t{shape[launch::block_threads]} * kernel.nonces_per_item(shape);
    plan.limits.hashes_first = plan.limits.nonce_step * device.compute_units;
    plan.limits.hashes_max = hashes_max;
    if (shape[launch::hashes] != 0) {
        plan.limits.hashes_max = shape[launch::hashes];
        plan.limits.launch_time = std::chrono::nanoseconds::zero();
    }
    return plan;
}

/// What of a complete shape the device cannot run, or an empty text.
std::string mistake_of(const OpenClKernel& kernel, const LaunchShape& shape,
                       const OpenClTraits& device) {
    const std::uint32_t threads = shape[launch::block_threads];
    if (threads > device.block_threads_max) {
        return shape_mistake(launch::block_threads, threads,
                             "1 to " + std::to_string(device.block_threads_max));
    }
    const std::string mistake = kernel.mistake(shape);
    return mistake.empty() ? range_mistake(shape) : mistake;
}

}  // namespace

PlanResult plan_launches(const OpenClKernel& kernel, const LaunchShape& wanted,
                         const OpenClTraits& device) {
    LaunchPlan plan{.shape = kernel.complete(wanted, device), .limits = {}};
    const std::string mistake = mistake_of(kernel, plan.shape, device);
    if (!mistake.empty()) {
        return {.plan = {}, .error = "the device cannot run the launch shape: " + mistake};
    }
    if (kernel.scratch_bytes_per_hash(plan.shape) == 0) {
        return {.plan = plan_time(plan, kernel, device), .error = {}};
    }
    return plan_memory(plan, kernel, wanted[launch::hashes] == 0, device);
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
    const std::uint64_t block = plan.shape[launch::block_threads];
    const std::uint64_t hashes = plan.shape[launch::hashes] / 2 / block * block;
    if (plan.scratch_bytes == 0 || hashes < least_hashes(plan.shape)) {
        return std::nullopt;
    }
    LaunchPlan smaller = plan;
    keep_in_flight(smaller, kernel, hashes);
    return smaller;
}

}  // namespace sluice::kernels::opencl
