#pragma once
/// An algorithm's kernels on one CUDA device, with the memory that they need, as CudaEngine drives
/// them. Made and used while that device is in use. Belongs to one thread.

#include "kernels/gpu/device_hits.hpp"
#include "kernels/gpu/launch_engine.hpp"

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::kernels::cuda {

class CudaProgram {
public:
    CudaProgram() = default;
    CudaProgram(const CudaProgram&) = delete;
    CudaProgram& operator=(const CudaProgram&) = delete;
    virtual ~CudaProgram() = default;

    [[nodiscard]] virtual LaunchLimits limits() const noexcept = 0;
    [[nodiscard]] virtual std::size_t scratch_bytes() const noexcept = 0;

    /// False where launches share memory: then one ends before the next starts.
    [[nodiscard]] virtual bool launches_overlap() const noexcept = 0;

    /// Sets the work of the launches of `place` (LaunchEngine::prepare).
    virtual void prepare(std::size_t place, const Work& work,
                         std::span<const std::uint32_t> versions) = 0;

    /// Queues the kernels of a launch (LaunchEngine::launch). `hits` lies on the device and is
    /// empty when they start. Throws CudaError.
    virtual void launch(cudaStream_t stream, std::size_t place, NonceRange range, PieceRange pieces,
                        DeviceHits* hits) = 0;
};

}  // namespace sluice::kernels::cuda
