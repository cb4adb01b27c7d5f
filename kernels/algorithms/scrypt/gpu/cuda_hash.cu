#include "kernels/algorithms/scrypt/gpu/cuda_hash.hpp"
#include "kernels/algorithms/scrypt/gpu/device_pbkdf2.hpp"
#include "kernels/algorithms/scrypt/gpu/device_romix.hpp"

namespace sluice::kernels::scrypt {
namespace {

/// Sixteen warps a multiprocessor (twelve where it has 64 KiB of shared memory, on 7.5) keep its
/// arithmetic busy while others wait for V; it bounds the registers to 128.
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
template <class Mix>
__device__ __forceinline__ void mix_hash(HashStates states, Quad* v, std::uint32_t warp_quads,
                                         const Mix& mix) {
    extern __shared__ Tile tiles[];
    const std::uint32_t hash = this_hash();
    MixBlock block;
    load_block(states, hash, block);
    WarpThread thread = {threadIdx.x % warp_lanes, block};
    mix(thread, tiles[threadIdx.x / warp_lanes],
        v + static_cast<std::size_t>(hash / warp_lanes) * warp_quads);
    store_block(states, hash, block);
}

template <std::uint32_t lookup_gap>
__global__ void __launch_bounds__(block_threads_max, blocks_wanted)
    fill_kernel(HashStates states, Quad* v, std::uint32_t first_row, std::uint32_t end_row) {
    mix_hash(states, v, v_quads(lookup_gap), [=](WarpThread& thread, Tile& tile, Quad* own_v) {
        fill_v<lookup_gap>(thread, tile, own_v, first_row, end_row);
    });
}

template <std::uint32_t lookup_gap>
__global__ void __launch_bounds__(block_threads_max, blocks_wanted)
    read_kernel(HashStates states, Quad* v, std::uint32_t reads) {
    mix_hash(states, v, v_quads(lookup_gap), [=](WarpThread& thread, Tile& tile, Quad* own_v) {
        read_v<lookup_gap>(thread, tile, own_v, reads);
    });
}

__global__ void __launch_bounds__(block_threads_max)
    end_kernel(const __grid_constant__ ScryptLaunch launch, HashStates states, DeviceHits* hits) {
    if (this_hash() < launch.hashes) {
        end_hash(launch, this_hash(), states, *hits);
    }
}

struct MixKernels {
    void (*fill)(HashStates, Quad*, std::uint32_t, std::uint32_t);
    void (*read)(HashStates, Quad*, std::uint32_t);
};

template <std::uint32_t lookup_gap>
constexpr MixKernels mix_kernels = {fill_kernel<lookup_gap>, read_kernel<lookup_gap>};

MixKernels mix_kernels_of(std::uint32_t lookup_gap) noexcept {
    static_assert(lookup_gaps == std::array<std::uint32_t, 4>{1, 2, 4, 8});
    switch (lookup_gap) {
        case 1:
            return mix_kernels<1>;
        case 2:
            return mix_kernels<2>;
        case 4:
            return mix_kernels<4>;
        default:
            return mix_kernels<8>;
    }
}

constexpr std::size_t tile_bytes(std::uint32_t block_threads) {
    return block_threads / warp_lanes * sizeof(Tile);
}

}  // namespace

cudaError_t probe_hash() noexcept {
    cudaFuncAttributes attributes;
    return cudaFuncGetAttributes(&attributes, mix_kernels_of(1).read);
}

cudaError_t configure_hash(std::uint32_t lookup_gap) noexcept {
    const MixKernels kernels = mix_kernels_of(lookup_gap);
    const auto configure = [](auto kernel) {
        return cudaFuncSetAttribute(kernel, cudaFuncAttributePreferredSharedMemoryCarveout,
                                    cudaSharedmemCarveoutMaxShared);
    };
    const cudaError_t fill = configure(kernels.fill);
    return fill == cudaSuccess ? configure(kernels.read) : fill;
}

cudaError_t blocks_in_flight(std::uint32_t lookup_gap, std::uint32_t block_threads,
                             int& blocks) noexcept {
    return cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, mix_kernels_of(lookup_gap).read,
                                                         static_cast<int>(block_threads),
                                                         tile_bytes(block_threads));
}

cudaError_t queue_hashes(const ScryptLaunch& launch, PieceRange pieces, const BatchPlan& plan,
                         std::uint32_t block_threads, const Scratch& scratch, DeviceHits* hits,
                         cudaStream_t stream) noexcept {
    const std::uint32_t blocks = (launch.hashes + block_threads - 1) / block_threads;
    const HashStates states = {scratch.words, scratch.hashes};
    if (pieces.first == 0) {
        begin_kernel<<<blocks, block_threads, 0, stream>>>(launch, states);
    }
    const MixKernels kernels = mix_kernels_of(plan.lookup_gap);
    const RomixSteps steps = romix_steps(plan.lookup_gap, pieces);
    const std::size_t shared_bytes = tile_bytes(block_threads);
    if (steps.first_row != steps.end_row) {
        kernels.fill<<<blocks, block_threads, shared_bytes, stream>>>(
            states, scratch.v, steps.first_row, steps.end_row);
    }
    if (steps.reads != 0) {
        kernels.read<<<blocks, block_threads, shared_bytes, stream>>>(states, scratch.v,
                                                                      steps.reads);
    }
    if (pieces.end() == romix_pieces(plan.lookup_gap)) {
        end_kernel<<<blocks, block_threads, 0, stream>>>(launch, states, hits);
    }
    return cudaGetLastError();
}

}  // namespace sluice::kernels::scrypt
