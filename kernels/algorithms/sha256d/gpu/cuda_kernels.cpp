#include "kernels/algorithms/sha256d/gpu/cuda_scan.hpp"
#include "kernels/algorithms/sha256d/row.hpp"
#include "kernels/gpu/cuda/cuda_error.hpp"
#include "kernels/gpu/cuda/cuda_kernel.hpp"
#include "kernels/gpu/cuda/cuda_program.hpp"
#include "kernels/gpu/cuda/cuda_shape.hpp"

#include <array>
#include <string>

namespace sluice::kernels::sha256d {
namespace {

static_assert(launch_hashes_max <= launch_nonces_max);
constexpr LaunchShape default_shape = {.block_threads = 256, .nonces_per_thread = 4, .versions = 8};

/// Zeros replaced by defaults.
LaunchShape complete(LaunchShape shape) {
    if (shape.block_threads == 0) {
        shape.block_threads = default_shape.block_threads;
    }
    if (shape.nonces_per_thread == 0) {
        shape.nonces_per_thread = default_shape.nonces_per_thread;
    }
    return shape;
}

std::string mistake(const LaunchShape& wanted) {
    const LaunchShape shape = complete(wanted);
    for (std::string text :
         {cuda::block_mistake(shape.block_threads, block_threads_max), nonces_mistake(shape),
          versions_mistake(shape), launch_hashes_mistake(shape)}) {
        if (!text.empty()) {
            return text;
        }
    }
    return {};
}

class Sha256dProgram final : public cuda::CudaProgram {
public:
    Sha256dProgram(const LaunchShape& shape, Additions additions)
        : shape_(complete(shape)), additions_(additions) {
        cuda::check(configure_scan(additions), "configuring sha256d");
    }

    [[nodiscard]] LaunchLimits limits() const noexcept override {
        LaunchLimits limits = {.hashes_first = 1U << 22,
                               .hashes_max = launch_nonces_max,
                               .nonce_step = shape_.block_threads * shape_.nonces_per_thread};
        if (shape_.launch_hashes != 0) {
            limits.hashes_max = shape_.launch_hashes;
            limits.launch_time = {};
        }
        return limits;
    }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 0; }
    [[nodiscard]] bool launches_overlap() const noexcept override { return true; }

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = make_launch(work, versions);
        launches_[place].nonces_per_thread = shape_.nonces_per_thread;
    }

    void launch(cudaStream_t stream, std::size_t place, NonceRange range, PieceRange,
                DeviceHits* hits) override {
        ScanLaunch& launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.count = static_cast<std::uint32_t>(range.count);
        cuda::check(queue_scan(launch, additions_, shape_.block_threads, hits, stream),
                    "launching sha256d");
    }

private:
    LaunchShape shape_;
    Additions additions_;
    std::array<ScanLaunch, LaunchEngine::places> launches_{};
};

/// The default, then others in one member each, then smaller blocks with fewer nonces.
std::vector<LaunchShape> shapes() {
    std::vector<LaunchShape> list = {default_shape};
    for (const std::uint32_t versions : {16U, 4U, 2U, 1U}) {
        list.push_back(default_shape);
        list.back().versions = versions;
    }
    for (const std::uint32_t threads : {128U, 64U}) {
        list.push_back(default_shape);
        list.back().block_threads = threads;
    }
    for (const std::uint32_t nonces : {1U, 16U}) {
        list.push_back(default_shape);
        list.back().nonces_per_thread = nonces;
    }
    return list;
}

template <Additions additions>
constexpr CudaKernel kernel(std::string_view name) {
    return {.name = name,
            .ineligible = [] { return cuda::why_unable(probe_scan()); },
            .mistake = mistake,
            .make = [](const LaunchShape& shape,
                       std::vector<std::string>&) -> std::unique_ptr<cuda::CudaProgram> {
                return std::make_unique<Sha256dProgram>(shape, additions);
            },
            .shapes = shapes};
}

/// Which is faster is the architecture's choice: sm_120 adds at twice the rate of those before it.
constexpr CudaKernel kernel_table[] = {
    kernel<Additions::on_multiplier>("cuda-mad"),
    kernel<Additions::by_compiler>("cuda"),
};

}  // namespace

std::span<const CudaKernel> cuda_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::sha256d
