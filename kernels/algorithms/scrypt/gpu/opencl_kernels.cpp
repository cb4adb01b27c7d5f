#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"
#include "kernels/algorithms/scrypt/gpu/scrypt_cl.hpp"
#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/algorithms/scrypt/scrypt.hpp"
#include "kernels/algorithms/sha256_lanes/sha256_cl.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"
#include "kernels/hash/sha256.hpp"

#include <algorithm>
#include <bit>

namespace sluice::kernels::scrypt {
namespace {

constexpr std::uint32_t lookup_gap_max = piece_steps;

/// `struct Hash` of scrypt.cl.
constexpr std::uint64_t hash_state_bytes = 192;

/// `struct Scan` of scrypt.cl.
struct ScanArguments {
    std::array<std::uint32_t, header_size / 4> header;
    TargetWords target;
    std::array<std::uint32_t, versions_max> versions;
    std::array<sha256d::State, versions_max> midstates;
};
static_assert(sizeof(ScanArguments) == 4 * (20 + 8 + versions_max * 9));

std::vector<std::byte> scan_bytes(const Work& work, std::span<const std::uint32_t> versions) {
    ScanArguments arguments{};
    const ScryptLaunch launch = make_launch(work, versions);
    arguments.header = launch.header;
    arguments.target = launch.target;
    sha256d::Block first_block;
    std::copy_n(arguments.header.begin(), first_block.size(), first_block.begin());
    for (std::size_t v = 0; v < versions.size(); ++v) {
        first_block[0] = arguments.versions[v] = __builtin_bswap32(versions[v]);
        arguments.midstates[v] = sha256d::initial_state;
        sha256d::compress(arguments.midstates[v], first_block);
    }
    const auto bytes = std::as_bytes(std::span(&arguments, 1));
    return {bytes.begin(), bytes.end()};
}

/// A CPU hashes no faster with more hashes in flight than it has cores; a GPU hides the latency of
/// its memory with as many as its compute units hold.
LaunchShape complete(const LaunchShape& wanted, const OpenClTraits& device) {
    LaunchShape shape = wanted.or_else(
        {{&launch::block_threads, std::min(device.is_cpu ? 4U : 64U, device.block_threads_max)},
         {&launch::lookup_gap, device.is_cpu ? 1U : 2U}});
    if (shape[launch::hashes] == 0) {
        const std::uint64_t per_unit = device.is_cpu ? 4 * shape[launch::block_threads] : 1024;
        shape.set(launch::hashes, static_cast<std::uint32_t>(std::min<std::uint64_t>(
                                      device.compute_units * per_unit, launch_hashes_max)));
    }
    shape.set(launch::versions, versions_max);
    return shape;
}

std::string mistake(const LaunchShape& shape) {
    const std::uint32_t gap = shape[launch::lookup_gap];
    if (!std::has_single_bit(gap) || gap > lookup_gap_max) {
        return shape_mistake(launch::lookup_gap, gap,
                             "a power of two, 1 to " + std::to_string(lookup_gap_max));
    }
    return {};
}

constexpr LaunchShape shape_of(std::uint32_t block_threads, std::uint32_t gap) {
    return {{&launch::block_threads, block_threads}, {&launch::lookup_gap, gap}};
}

constexpr LaunchShape shapes[] = {
    shape_of(32, 1),  shape_of(64, 1), shape_of(128, 1), shape_of(32, 2),  shape_of(64, 2),
    shape_of(128, 2), shape_of(32, 4), shape_of(64, 4),  shape_of(128, 4),
};

std::string build_options(const LaunchShape& shape) {
    return "-DLOOKUP_GAP=" + std::to_string(shape[launch::lookup_gap]) +
           " -DPIECE_STEPS=" + std::to_string(piece_steps);
}

std::uint64_t work_items(const LaunchShape&, std::uint64_t nonces, std::uint64_t versions) {
    return nonces * versions;
}

std::uint64_t scratch_bytes_per_hash(const LaunchShape& shape) {
    return 128 * litecoin.r * litecoin.n / shape[launch::lookup_gap] + hash_state_bytes;
}

constexpr const std::string_view* sources[] = {&opencl_sources::sha256, &opencl_sources::scrypt};
constexpr const char* functions[] = {"scrypt_expand", "scrypt_mix", "scrypt_finish"};

constexpr OpenClKernel kernel_table[] = {
    {.name = "opencl",
     .sources = sources,
     .functions = functions,
     .complete = complete,
     .mistake = mistake,
     .shapes = shapes,
     .build_options = build_options,
     .scan_bytes = scan_bytes,
     .nonces_per_item = [](const LaunchShape&) { return 1U; },
     .work_items = work_items,
     .scratch_bytes_per_hash = scratch_bytes_per_hash,
     .pieces = [](const LaunchShape& shape) { return romix_pieces(shape[launch::lookup_gap]); }}};

}  // namespace

std::span<const OpenClKernel> opencl_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::scrypt
