#pragma once
/// An OpenCL kernel of an algorithm: its sources, and how work and launch shapes become arguments
/// and build options. Rows are constant data and name no type of OpenCL, so that algorithms are
/// the same whether the backend is built or not. Pure functions, thread-safe.

#include "kernels/api/launch_parameters.hpp"
#include "kernels/api/work.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

/// What the choice of a launch shape needs to know of a device.
struct OpenClTraits {
    bool is_cpu = false;
    std::uint32_t compute_units = 1;
    std::uint32_t block_threads_max = 1;  ///< CL_DEVICE_MAX_WORK_GROUP_SIZE
    std::uint64_t memory_bytes = 0;       ///< CL_DEVICE_GLOBAL_MEM_SIZE
    std::uint64_t buffer_bytes_max = 0;   ///< CL_DEVICE_MAX_MEM_ALLOC_SIZE
};

/// One row of an algorithm's table of OpenCL kernels. The functions of its program have these
/// parameters in common:
///   __constant const struct Scan* scan, uint first_nonce, uint nonce_count, uint first_version,
///   uint version_count, __global uint* hits, and where the row has scratch memory
///   __global uint4* scratch, uint first_piece, uint piece_count.
/// A launch hashes every nonce with every version, or does some pieces of that: then the first
/// function runs before the first piece, the last after the last one. hits[0] counts the hits,
/// pairs of the nonce's offset and the version's index follow, as many as build option HITS_MAX
/// says.
struct OpenClKernel {
    std::string_view name;
    std::span<const std::string_view* const> sources;  ///< compiled as one text, in this order
    std::span<const char* const> functions;            ///< a launch runs them in turn

    /// The shape for a device, with every member set that the kernel uses; `wanted` goes first.
    LaunchShape (*complete)(const LaunchShape& wanted, const OpenClTraits& device);
    /// What is wrong with a complete shape that range_mistake() does not say, or an empty text.
    std::string (*mistake)(const LaunchShape& shape);
    /// Worth timing beside the default.
    std::span<const LaunchShape> shapes;
    /// What the sources want defined, besides BLOCK_THREADS and HITS_MAX.
    std::string (*build_options)(const LaunchShape& shape);
    /// The bytes of `struct Scan`.
    std::vector<std::byte> (*scan_bytes)(const Work& work, std::span<const std::uint32_t> versions);
    /// Nonces that a work item hashes with all versions of a run.
    std::uint32_t (*nonces_per_item)(const LaunchShape& shape);
    /// Work items for `nonces` nonces and their versions. Without scratch memory at most
    /// launch::versions of the work's versions are in one run of the functions.
    std::uint64_t (*work_items)(const LaunchShape& shape, std::uint64_t nonces,
                                std::uint64_t versions);
    /// Scratch memory for a hash in flight; 0: the kernel has none, and launches are sized by time
    /// unless the shape says otherwise.
    std::uint64_t (*scratch_bytes_per_hash)(const LaunchShape& shape);
    /// LaunchLimits::pieces; above 1 only with scratch memory.
    std::uint32_t (*pieces)(const LaunchShape& shape);
};

}  // namespace sluice::kernels
