#include "kernels/algorithms/sha256_lanes/sha256_cl.hpp"
#include "kernels/algorithms/sha256d/gpu/device_launch.hpp"
#include "kernels/algorithms/sha256d/gpu/sha256d_cl.hpp"
#include "kernels/algorithms/sha256d/row.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"

#include <algorithm>

namespace sluice::kernels::sha256d {
namespace {

/// `struct Scan` of sha256d.cl.
struct ScanArguments {
    std::array<std::uint32_t, 34> words;
    std::array<std::uint32_t, 18> k_plus_words;
    TargetWords target;
    std::uint32_t zero_bits;
    std::array<PreparedVersion, versions_max> versions;
};
static_assert(sizeof(ScanArguments) == 4 * (34 + 18 + 8 + 1 + versions_max * 19));

std::vector<std::byte> scan_bytes(const Work& work, std::span<const std::uint32_t> versions) {
    const ScanLaunch launch = make_launch(work, versions);
    const PreparedScan& prepared = launch.scan;
    ScanArguments arguments{};
    std::copy_n(prepared.words.begin(), arguments.words.size(), arguments.words.begin());
    std::copy_n(prepared.k_plus_words.begin(), arguments.k_plus_words.size(),
                arguments.k_plus_words.begin());
    arguments.target = launch.target;
    arguments.zero_bits = prepared.zero_bits;
    std::copy_n(prepared.versions.begin(), versions.size(), arguments.versions.begin());
    const auto bytes = std::as_bytes(std::span(&arguments, 1));
    return {bytes.begin(), bytes.end()};
}

LaunchShape complete(const LaunchShape& wanted, const OpenClTraits& device) {
    return wanted.or_else(
        {{&launch::block_threads, std::min(device.is_cpu ? 16U : 256U, device.block_threads_max)},
         {&launch::nonces_per_thread, 16},
         {&launch::versions, versions_max}});
}

/// Ranges alone bind it.
std::string no_mistake(const LaunchShape&) { return {}; }

constexpr LaunchShape shape_of(std::uint32_t block_threads, std::uint32_t versions) {
    return {{&launch::block_threads, block_threads}, {&launch::versions, versions}};
}

constexpr LaunchShape shapes[] = {
    shape_of(64, 1),   shape_of(64, 4),  shape_of(64, 16), shape_of(128, 1),  shape_of(128, 4),
    shape_of(128, 16), shape_of(256, 1), shape_of(256, 4), shape_of(256, 16),
};

std::string build_options(const LaunchShape& shape) {
    return "-DVERSIONS=" + std::to_string(shape[launch::versions]);
}

std::uint32_t nonces_per_item(const LaunchShape& shape) { return shape[launch::nonces_per_thread]; }

std::uint64_t work_items(const LaunchShape& shape, std::uint64_t nonces, std::uint64_t) {
    const std::uint32_t each = nonces_per_item(shape);
    return (nonces + each - 1) / each;
}

std::uint64_t no_scratch(const LaunchShape&) { return 0; }

constexpr const std::string_view* sources[] = {&opencl_sources::sha256, &opencl_sources::sha256d};
constexpr const char* functions[] = {"scan_nonces"};

constexpr OpenClKernel kernel_table[] = {{.name = "opencl",
                                          .sources = sources,
                                          .functions = functions,
                                          .complete = complete,
                                          .mistake = no_mistake,
                                          .shapes = shapes,
                                          .build_options = build_options,
                                          .scan_bytes = scan_bytes,
                                          .nonces_per_item = nonces_per_item,
                                          .work_items = work_items,
                                          .scratch_bytes_per_hash = no_scratch,
                                          .pieces = [](const LaunchShape&) { return 1U; }}};

}  // namespace

std::span<const OpenClKernel> opencl_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::sha256d
