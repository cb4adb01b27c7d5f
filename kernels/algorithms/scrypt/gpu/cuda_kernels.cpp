#include "kernels/algorithms/scrypt/gpu/cuda_hash.hpp"
#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/gpu/cuda/cuda_handles.hpp"
#include "kernels/gpu/cuda/cuda_kernel.hpp"
#include "kernels/gpu/cuda/cuda_program.hpp"
#include "kernels/gpu/cuda/cuda_shape.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <string>

namespace sluice::kernels::scrypt {
namespace {

constexpr std::uint32_t default_block_threads = 128;
/// What is left to the driver and to other programs on the device.
constexpr std::uint64_t margin_bytes_min = std::uint64_t{256} << 20;
constexpr std::uint64_t margin_part = 20;  // 5 %

std::uint32_t block_threads_of(const LaunchShape& shape) {
    const std::uint32_t wanted = shape[launch::block_threads];
    return wanted == 0 ? default_block_threads : wanted;
}

std::string mistake(const LaunchShape& shape) {
    const std::uint32_t gap = shape[launch::lookup_gap];
    if (gap != 0 && std::ranges::count(lookup_gaps, gap) == 0) {
        return shape_mistake(launch::lookup_gap, gap, "1, 2, 4 or 8");
    }
    const std::string threads = cuda::block_mistake(block_threads_of(shape), block_threads_max);
    return threads.empty() ? range_mistake(shape) : threads;
}

/// Hashes that the device in use has in flight at a time.
std::uint64_t hashes_in_flight(std::uint32_t lookup_gap, std::uint32_t block_threads) {
    int device = 0;
    int processors = 0;
    int blocks = 0;
    cuda::check(cudaGetDevice(&device), "asking for the device");
    cuda::check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device),
                "counting multiprocessors");
    cuda::check(blocks_in_flight(lookup_gap, block_threads, blocks), "asking for the occupancy");
    return static_cast<std::uint64_t>(processors) * static_cast<std::uint64_t>(blocks) *
           block_threads;
}

std::uint64_t usable_bytes() {
    std::size_t free_bytes = 0;
    std::size_t total_bytes = 0;
    cuda::check(cudaMemGetInfo(&free_bytes, &total_bytes), "asking for free memory");
    const std::uint64_t margin = std::max(margin_bytes_min, total_bytes / margin_part);
    return free_bytes - std::min<std::uint64_t>(free_bytes, margin);
}

/// V and the words of a batch.
struct BatchMemory {
    cuda::DeviceBuffer v;
    cuda::DeviceBuffer words;

    explicit BatchMemory(const BatchPlan& plan)
        : v(plan.hashes / warp_lanes * v_quads(plan.lookup_gap) * sizeof(Quad)),
          words(plan.hashes * state_words * sizeof(std::uint32_t)) {}
};

class ScryptProgram final : public cuda::CudaProgram {
public:
    ScryptProgram(const LaunchShape& shape, std::vector<std::string>& notes)
        : block_threads_(block_threads_of(shape)) {
        const std::uint32_t gap = shape[launch::lookup_gap];
        const std::uint64_t wanted = shape[launch::hashes] != 0
                                         ? shape[launch::hashes]
                                         : hashes_in_flight(std::max(1U, gap), block_threads_);
        plan_ = plan_batch(usable_bytes(), std::min<std::uint64_t>(wanted, batch_hashes_max),
                           block_threads_, gap);
        reserve();
        if (plan_.hashes + block_threads_ <= wanted) {
            notes.push_back("scrypt has memory for " + std::to_string(plan_.hashes) + " of " +
                            std::to_string(wanted) + " hashes in flight, with a lookup gap of " +
                            std::to_string(plan_.lookup_gap));
        }
        cuda::check(configure_hash(plan_.lookup_gap), "configuring scrypt");
    }

    /// A batch is what the memory is for: smaller launches would leave it, and the device, idle.
    [[nodiscard]] LaunchLimits limits() const noexcept override {
        return {.hashes_max = plan_.hashes, .pieces = romix_pieces(plan_.lookup_gap)};
    }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return memory_->v.size_bytes() + memory_->words.size_bytes();
    }
    [[nodiscard]] bool launches_overlap() const noexcept override { return false; }

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = make_launch(work, versions);
    }

    void launch(cudaStream_t stream, std::size_t place, NonceRange range, PieceRange pieces,
                DeviceHits* hits) override {
        ScryptLaunch& launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.hashes = static_cast<std::uint32_t>(range.count) * launch.version_count;
        const Scratch scratch = {static_cast<Quad*>(memory_->v.data()),
                                 static_cast<std::uint32_t*>(memory_->words.data()),
                                 static_cast<std::uint32_t>(plan_.hashes)};
        cuda::check(queue_hashes(launch, pieces, plan_, block_threads_, scratch, hits, stream),
                    "launching scrypt");
    }

private:
    static constexpr std::uint64_t batch_hashes_max = std::uint64_t{1} << 24;  // 2 TiB of V

    /// Free memory can be in pieces, or another program may take it first: then half as much is
    /// tried, down to one block.
    void reserve() {
        for (; plan_.hashes >= std::max<std::uint64_t>(block_threads_, versions_max);
             plan_.hashes = plan_.hashes / 2 / block_threads_ * block_threads_) {
            try {
                memory_ = std::make_unique<BatchMemory>(plan_);
                return;
            } catch (const cuda::CudaError& error) {
                if (!error.is_out_of_memory()) {
                    throw;
                }
            }
        }
        throw std::runtime_error(
            "too little free memory on the device for scrypt: a block of " +
            std::to_string(block_threads_) + " hashes takes " +
            std::to_string((block_threads_ * hash_bytes(std::max(1U, plan_.lookup_gap))) >> 20) +
            " MiB beside a margin of " + std::to_string(margin_bytes_min >> 20) + " MiB");
    }

    std::uint32_t block_threads_;
    BatchPlan plan_;
    std::unique_ptr<BatchMemory> memory_;
    std::array<ScryptLaunch, LaunchEngine::places> launches_{};
};

/// The default, then others in one member each, then the gaps with more hashes in flight.
std::vector<LaunchShape> shapes() {
    constexpr LaunchShape usual = {{&launch::block_threads, default_block_threads}};
    std::vector<LaunchShape> list = {usual};
    for (const std::uint32_t threads : {64U, 32U}) {
        list.push_back(usual.with(launch::block_threads, threads));
    }
    for (const std::uint32_t gap : lookup_gaps) {
        list.push_back(usual.with(launch::lookup_gap, gap));
    }
    const std::uint64_t all = hashes_in_flight(1, default_block_threads);
    for (const std::uint64_t quarters : {3U, 2U, 8U}) {
        list.push_back(usual.with(launch::lookup_gap, 1)
                           .with(launch::hashes, static_cast<std::uint32_t>(all * quarters / 4)));
    }
    return list;
}

constexpr CudaKernel kernel_table[] = {
    {.name = "cuda",
     .ineligible = [] { return cuda::why_unable(probe_hash()); },
     .mistake = mistake,
     .make = [](const LaunchShape& shape,
                std::vector<std::string>& notes) -> std::unique_ptr<cuda::CudaProgram> {
         return std::make_unique<ScryptProgram>(shape, notes);
     },
     .shapes = shapes},
};

}  // namespace

std::span<const CudaKernel> cuda_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::scrypt
