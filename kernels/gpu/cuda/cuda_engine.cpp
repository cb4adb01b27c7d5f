#include "kernels/gpu/cuda/cuda_engine.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace sluice::kernels::cuda {
namespace {

std::chrono::nanoseconds time_between(const Event& start, const Event& end) {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, start.get(), end.get()), "reading a launch's time");
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<float, std::milli>(milliseconds));
}

}  // namespace

CudaEngine::CudaEngine(int device, std::shared_ptr<const void> hold,
                       std::unique_ptr<CudaProgram> program)
    : hold_(std::move(hold)), device_(device), program_(std::move(program)) {}

CudaEngine::~CudaEngine() {
    (void)cudaSetDevice(device_);
    for (const Slot& slot : slots_) {
        (void)cudaStreamSynchronize(slot.stream.get());
    }
}

void CudaEngine::prepare(std::size_t place, const Work& work,
                         std::span<const std::uint32_t> versions) {
    program_->prepare(place, work, versions);
}

void CudaEngine::launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) {
    try {
        queue_launch(slots_[slot], place, range, pieces);
    } catch (const CudaError& error) {
        slots_[slot].error = error.what();
    }
}

void CudaEngine::queue_launch(Slot& slot, std::size_t place, NonceRange range, PieceRange pieces) {
    use_device(device_);
    const Stream& stream = program_->launches_overlap() ? slot.stream : slots_.front().stream;
    auto* const hits = static_cast<DeviceHits*>(slot.hits.data());
    (*slot.found).count = not_arrived;
    slot.start->record(stream);
    check(cudaMemsetAsync(hits, 0, offsetof(DeviceHits, hits), stream.get()), "clearing the hits");
    program_->launch(stream.get(), place, range, pieces, hits);
    check(cudaMemcpyAsync(&*slot.found, hits, sizeof(DeviceHits), cudaMemcpyDeviceToHost,
                          stream.get()),
          "copying the hits");
    slot.end->record(stream);
}

LaunchResult CudaEngine::wait(std::size_t index) {
    Slot& slot = slots_[index];
    LaunchResult result;
    result.error = std::exchange(slot.error, {});
    if (!result.error.empty()) {
        return result;  // it was not launched
    }
    try {
        use_device(device_);
        slot.end->wait();
        result.candidates = candidates_of(*slot.found);
        result.overflowed = (*slot.found).count > hits_max;
        std::tie(result.busy, result.idle) = times(slot);
        std::swap(previous_end_, slot.end);
        has_previous_end_ = true;
    } catch (const CudaError& error) {
        // After a fault every call fails, also for launches that had ended before it.
        result.error = error.what();
        result.candidates = arrived_candidates(*slot.found);
    }
    return result;
}

std::pair<std::chrono::nanoseconds, std::chrono::nanoseconds> CudaEngine::times(
    const Slot& slot) const {
    const auto since_start = time_between(*slot.start, *slot.end);
    if (!has_previous_end_) {
        return {since_start, {}};
    }
    const auto zero = std::chrono::nanoseconds::zero();
    const auto since_previous = std::max(zero, time_between(*previous_end_, *slot.end));
    return {std::min(since_start, since_previous), std::max(zero, since_previous - since_start)};
}

}  // namespace sluice::kernels::cuda
