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
constexpr LaunchShape default_shape = {
    {&launch::block_threads, 256}, {&launch::nonces_per_thread, 4}, {&launch::versions, 8}};

std::string mistake(const LaunchShape& wanted) {
    const LaunchShape shape = wanted.or_else(default_shape);
    const std::string threads =
        cuda::block_mistake(shape[launch::block_threads], block_threads_max);
    return threads.empty() ? range_mistake(shape) : threads;
}

class Sha256dProgram final : public cuda::CudaProgram {
public:
    Sha256dProgram(const LaunchShape& shape, Additions additions)
        : block_threads_(shape.or_else(default_shape)[launch::block_threads]),
          nonces_per_thread_(shape.or_else(default_shape)[launch::nonces_per_thread]),
          launch_hashes_(shape[launch::hashes]),
          additions_(additions) {
        cuda::check(configure_scan(additions), "configuring sha256d");
    }

    [[nodiscard]] LaunchLimits limits() const noexcept override {
        LaunchLimits limits = {.hashes_first = 1U << 22,
                               .hashes_max = launch_nonces_max,
                               .nonce_step = block_threads_ * nonces_per_thread_};
        if (launch_hashes_ != 0) {
            limits.hashes_max = launch_hashes_;
            limits.launch_time = {};
        }
        return limits;
    }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 0; }
    [[nodiscard]] bool launches_overlap() const noexcept override { return true; }

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = make_launch(work, versions);
        launches_[place].nonces_per_thread = nonces_per_thread_;
    }

    void launch(cudaStream_t stream, std::size_t place, NonceRange range, PieceRange,
                DeviceHits* hits) override {
        ScanLaunch& launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.count = static_cast<std::uint32_t>(range.count);
        cuda::check(queue_scan(launch, additions_, block_threads_, hits, stream),
                    "launching sha256d");
    }

private:
    std::uint32_t block_threads_;
    std::uint32_t nonces_per_thread_;
    std::uint32_t launch_hashes_;  ///< 0: by time
    Additions additions_;
    std::array<ScanLaunch, LaunchEngine::places> launches_{};
};

/// The default, then others in one member each, then smaller blocks with fewer nonces.
std::vector<LaunchShape> shapes() {
    std::vector<LaunchShape> list = {default_shape};
    for (const std::uint32_t versions : {16U, 4U, 2U, 1U}) {
        list.push_back(default_shape.with(launch::versions, versions));
    }
    for (const std::uint32_t threads : {128U, 64U}) {
        list.push_back(default_shape.with(launch::block_threads, threads));
    }
    for (const std::uint32_t nonces : {1U, 16U}) {
        list.push_back(default_shape.with(launch::nonces_per_thread, nonces));
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
