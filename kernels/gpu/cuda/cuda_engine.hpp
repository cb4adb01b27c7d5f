#pragma once
/// The LaunchEngine of CUDA: streams, events and hit buffers around an algorithm's kernels. Belongs
/// to one thread. Sources: CUDA C++ Programming Guide, "Asynchronous Concurrent Execution"; CUDA
/// Runtime API, modules 3.4 and 3.5.

#include "kernels/gpu/cuda/cuda_handles.hpp"
#include "kernels/gpu/cuda/cuda_program.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace sluice::kernels::cuda {

class CudaEngine final : public LaunchEngine {
public:
    /// `device` is in use; `hold` is let go when nothing of the engine is left on it. Throws
    /// CudaError.
    CudaEngine(int device, std::shared_ptr<const void> hold, std::unique_ptr<CudaProgram> program);
    ~CudaEngine() override;

    [[nodiscard]] LaunchLimits limits() const noexcept override { return program_->limits(); }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return program_->scratch_bytes();
    }
    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override;
    void launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) override;
    [[nodiscard]] LaunchResult wait(std::size_t slot) override;

private:
    struct Slot {
        Stream stream;
        DeviceBuffer hits{sizeof(DeviceHits)};
        PinnedValue<DeviceHits> found;
        std::unique_ptr<Event> start = std::make_unique<Event>();
        std::unique_ptr<Event> end = std::make_unique<Event>();
        std::string error;
    };

    void queue_launch(Slot& slot, std::size_t place, NonceRange range, PieceRange pieces);
    /// Of a slot's launch that has ended: busy and idle time.
    [[nodiscard]] std::pair<std::chrono::nanoseconds, std::chrono::nanoseconds> times(
        const Slot& slot) const;

    std::shared_ptr<const void> hold_;  ///< first, so that it goes last
    int device_;
    std::unique_ptr<CudaProgram> program_;
    std::array<Slot, slots> slots_;
    /// Recorded when the last launch that was waited for ended.
    std::unique_ptr<Event> previous_end_ = std::make_unique<Event>();
    bool has_previous_end_ = false;
};

}  // namespace sluice::kernels::cuda
