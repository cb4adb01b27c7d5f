#pragma once
/// A stream, an event and memory of the CUDA runtime, each freed with its object. They belong to
/// the device that is in use when they are made; that one must be in use whenever they are used. An
/// error while making one throws CudaError. Not thread-safe.

#include "kernels/gpu/cuda/cuda_error.hpp"

#include <cstddef>
#include <new>
#include <type_traits>

namespace sluice::kernels::cuda {

/// Independent of other streams and of the default one.
class Stream {
public:
    Stream() {
        check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream");
    }
    ~Stream() { cudaStreamDestroy(stream_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    [[nodiscard]] cudaStream_t get() const noexcept { return stream_; }

private:
    cudaStream_t stream_ = nullptr;
};

/// Has a time; waiting for it lets the thread sleep instead of spinning.
class Event {
public:
    Event() { check(cudaEventCreateWithFlags(&event_, cudaEventBlockingSync), "making an event"); }
    ~Event() { cudaEventDestroy(event_); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    void record(const Stream& stream) {
        check(cudaEventRecord(event_, stream.get()), "recording an event");
    }
    void wait() { check(cudaEventSynchronize(event_), "waiting for a launch"); }

    [[nodiscard]] cudaEvent_t get() const noexcept { return event_; }

private:
    cudaEvent_t event_ = nullptr;
};

/// Uninitialised memory of the device.
class DeviceBuffer {
public:
    explicit DeviceBuffer(std::size_t size_bytes) : size_bytes_(size_bytes) {
        check(cudaMalloc(&data_, size_bytes), "reserving device memory");
    }
    ~DeviceBuffer() { cudaFree(data_); }
    DeviceBuffer(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(const DeviceBuffer&) = delete;

    [[nodiscard]] void* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return size_bytes_; }

private:
    void* data_ = nullptr;
    std::size_t size_bytes_;
};

/// A value in memory of the host that the device can copy to by itself.
template <class Value>
class PinnedValue {
public:
    static_assert(std::is_trivially_copyable_v<Value>);

    PinnedValue() {
        void* place = nullptr;
        check(cudaMallocHost(&place, sizeof(Value)), "reserving pinned memory");
        value_ = new (place) Value{};
    }
    ~PinnedValue() { cudaFreeHost(value_); }
    PinnedValue(const PinnedValue&) = delete;
    PinnedValue& operator=(const PinnedValue&) = delete;

    [[nodiscard]] Value& operator*() const noexcept { return *value_; }

private:
    Value* value_;
};

}  // namespace sluice::kernels::cuda
