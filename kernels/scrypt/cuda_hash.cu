#include "kernels/scrypt/cuda_hash.hpp"
#include "kernels/scrypt/device_pbkdf2.hpp"
#include "kernels/scrypt/device_romix.hpp"

namespace sluice::kernels::scrypt {
namespace {

/// Sixteen warps a multiprocessor keep its arithmetic busy while others wait for V; it bounds the
/// registers to 128.
constexpr int blocks_wanted = 4;

__device__ std::uint32_t this_hash() { return blockIdx.x * blockDim.x + threadIdx.x; }

__global__ void __launch_bounds__(block_threads_max)
    begin_kernel(const __grid_constant__ ScryptLaunch launch, HashStates states) {
    if (this_hash() < launch.hashes) {
        begin_hash(launch, this_hash(), states);
    }
}

/// All threads of a warp take part, also those behind the launch's last hash: their blocks are
/// whatever the memory holds, and nothing comes of it.
template <std::uint32_t lookup_gap>
__global__ void __launch_bounds__(block_threads_max, blocks_wanted)
    mix_kernel(HashStates states, Quad* v) {
    extern __shared__ Tile tiles[];
    const std::uint32_t hash = this_hash();
    MixBlock block;
    load_block(states, hash, block);
    WarpThread thread = {threadIdx.x % warp_lanes, block};
    romix<lookup_gap>(thread, tiles[threadIdx.x / warp_lanes],
                      v + hash / warp_lanes * v_quads(lookup_gap));
    store_block(states, hash, block);
}

__global__ void __launch_bounds__(block_threads_max)
    end_kernel(const __grid_constant__ ScryptLaunch launch, HashStates states, DeviceHits* hits) {
    if (this_hash() < launch.hashes) {
        end_hash(launch, this_hash(), states, *hits);
    }
}

using MixKernel = void (*)(HashStates, Quad*);

MixKernel mix_kernel_of(std::uint32_t lookup_gap) noexcept {
    static_assert(lookup_gaps == std::array<std::uint32_t, 4>{1, 2, 4, 8});
    switch (lookup_gap) {
        case 1:
            return mix_kernel<1>;
        case 2:
            return mix_kernel<2>;
        case 4:
            return mix_kernel<4>;
        default:
            return mix_kernel<8>;
    }
}

constexpr std::size_t tile_bytes(std::uint32_t block_threads) {
    return block_threads / warp_lanes * sizeof(Tile);
}

}  // namespace

cudaError_t probe_hash() noexcept {
    cudaFuncAttributes attributes;
    return cudaFuncGetAttributes(&attributes, mix_kernel_of(1));
}

cudaError_t configure_hash(std::uint32_t lookup_gap) noexcept {
    return cudaFuncSetAttribute(mix_kernel_of(lookup_gap),
                                cudaFuncAttributePreferredSharedMemoryCarveout,
                                cudaSharedmemCarveoutMaxShared);
}

cudaError_t blocks_in_flight(std::uint32_t lookup_gap, std::uint32_t block_threads,
                             int& blocks) noexcept {
    return cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, mix_kernel_of(lookup_gap),
                                                         static_cast<int>(block_threads),
                                                         tile_bytes(block_threads));
}

cudaError_t queue_hashes(const ScryptLaunch& launch, const BatchPlan& plan,
                         std::uint32_t block_threads, const Scratch& scratch, DeviceHits* hits,
                         cudaStream_t stream) noexcept {
    const std::uint32_t blocks = (launch.hashes + block_threads - 1) / block_threads;
    const HashStates states = {scratch.words, scratch.hashes};
    begin_kernel<<<blocks, block_threads, 0, stream>>>(launch, states);
    mix_kernel_of(plan.lookup_gap)<<<blocks, block_threads, tile_bytes(block_threads), stream>>>(
        states, scratch.v);
    end_kernel<<<blocks, block_threads, 0, stream>>>(launch, states, hits);
    return cudaGetLastError();
}

}  // namespace sluice::kernels::scrypt
