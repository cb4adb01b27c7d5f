#include "kernels/algorithms/sha256d/gpu/cuda_scan.hpp"
#include "kernels/algorithms/sha256d/gpu/device_scan.hpp"
#include "kernels/algorithms/sha256d/gpu/imad_word.hpp"

namespace sluice::kernels::sha256d {
namespace {

static_assert(sizeof(ScanLaunch) <= 4096);  // what kernel parameters may have before CUDA 12.1

__device__ ThreadPlace this_thread() { return {blockIdx.x, blockDim.x, threadIdx.x}; }

template <class Lane>
__global__ void __launch_bounds__(block_threads_max)
    scan_one_version_kernel(const __grid_constant__ ScanLaunch launch, DeviceHits* hits) {
    scan_one_version<Lane>(launch, this_thread(), *hits);
}

template <class Lane>
__global__ void __launch_bounds__(block_threads_max)
    scan_versions_kernel(const __grid_constant__ ScanLaunch launch, DeviceHits* hits) {
    extern __shared__ ScheduleQuad quads[];
    scan_versions<Lane>(launch, this_thread(), {quads, blockDim.x, threadIdx.x}, *hits);
}

template <class Lane>
void queue_scan_of(const ScanLaunch& launch, std::uint32_t block_threads, DeviceHits* hits,
                   cudaStream_t stream) noexcept {
    const std::uint32_t blocks = scan_blocks(launch.count, block_threads, launch.nonces_per_thread);
    if (launch.scan.version_count == 1) {
        scan_one_version_kernel<Lane><<<blocks, block_threads, 0, stream>>>(launch, hits);
    } else {
        const std::size_t schedule_bytes = block_threads * schedule_quads * sizeof(ScheduleQuad);
        scan_versions_kernel<Lane><<<blocks, block_threads, schedule_bytes, stream>>>(launch, hits);
    }
}

}  // namespace

cudaError_t probe_scan() noexcept {
    cudaFuncAttributes attributes;
    return cudaFuncGetAttributes(&attributes, scan_versions_kernel<std::uint32_t>);
}

cudaError_t configure_scan(Additions additions) noexcept {
    const auto kernel = additions == Additions::on_multiplier ? scan_versions_kernel<ImadWord>
                                                              : scan_versions_kernel<std::uint32_t>;
    return cudaFuncSetAttribute(kernel, cudaFuncAttributePreferredSharedMemoryCarveout,
                                cudaSharedmemCarveoutMaxShared);
}

cudaError_t queue_scan(const ScanLaunch& launch, Additions additions, std::uint32_t block_threads,
                       DeviceHits* hits, cudaStream_t stream) noexcept {
    if (additions == Additions::on_multiplier) {
        queue_scan_of<ImadWord>(launch, block_threads, hits, stream);
    } else {
        queue_scan_of<std::uint32_t>(launch, block_threads, hits, stream);
    }
    return cudaGetLastError();
}

}  // namespace sluice::kernels::sha256d
