#pragma once
/// Ownership of OpenCL's objects: each type releases its object when it goes. They move and do not
/// copy. Not thread-safe; different objects may be used at the same time.

#include "kernels/gpu/opencl/opencl_api.hpp"
#include "kernels/gpu/opencl/opencl_error.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace sluice::kernels::opencl {

/// An object of OpenCL and the function that releases it.
template <class Object, auto release>
class Handle {
public:
    Handle() = default;
    Handle(std::shared_ptr<const Api> api, Object object) noexcept
        : api_(std::move(api)), object_(object) {}
    Handle(Handle&& other) noexcept
        : api_(std::move(other.api_)), object_(std::exchange(other.object_, nullptr)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(api_, other.api_);
        std::swap(object_, other.object_);
        return *this;
    }
    ~Handle() {
        if (object_ != nullptr) {
            ((*api_).*release)(object_);
        }
    }

    [[nodiscard]] Object get() const noexcept { return object_; }
    [[nodiscard]] const Api& api() const noexcept { return *api_; }
    [[nodiscard]] const std::shared_ptr<const Api>& shared_api() const noexcept { return api_; }

private:
    std::shared_ptr<const Api> api_;
    Object object_ = nullptr;
};

using Context = Handle<cl_context, &Api::ReleaseContext>;
using Queue = Handle<cl_command_queue, &Api::ReleaseCommandQueue>;
using Program = Handle<cl_program, &Api::ReleaseProgram>;
using Kernel = Handle<cl_kernel, &Api::ReleaseKernel>;
using Buffer = Handle<cl_mem, &Api::ReleaseMemObject>;
using Event = Handle<cl_event, &Api::ReleaseEvent>;

[[nodiscard]] Context make_context(std::shared_ptr<const Api> api, cl_device_id device);

/// An in-order queue: what is enqueued runs one after another. It takes times.
[[nodiscard]] Queue make_queue(const Context& context, cl_device_id device);

[[nodiscard]] Kernel make_kernel(const Program& program, const char* name);

/// Memory of the device. Many drivers find out only when it is first used that there is none.
[[nodiscard]] Buffer make_buffer(const Context& context, std::size_t size_bytes);

template <class Value>
void set_argument(const Kernel& kernel, cl_uint index, const Value& value) {
    check(kernel.api().SetKernelArg(kernel.get(), index, sizeof(value), &value), "clSetKernelArg");
}
inline void set_argument(const Kernel& kernel, cl_uint index, const Buffer& buffer) {
    set_argument(kernel, index, buffer.get());
}

/// Queues a write; `data` stays as it is until the queue has passed it.
[[nodiscard]] Event enqueue_write(const Queue& queue, const Buffer& to, const void* data,
                                  std::size_t size_bytes);

/// Queues a read of what is there after another queue's event.
[[nodiscard]] Event enqueue_read(const Queue& queue, const Buffer& from, void* data,
                                 std::size_t size_bytes, const Event& after);

/// Queues a run of a kernel over `items` work items, whole groups of `group_items`.
[[nodiscard]] Event enqueue_kernel(const Queue& queue, const Kernel& kernel, std::size_t items,
                                   std::size_t group_items);

/// Hands what is queued to the device.
void flush(const Queue& queue);

/// A second owner of the same event.
[[nodiscard]] Event retain(const Event& event);

/// Blocks until the event has happened, asleep: clWaitForEvents keeps a core busy with some
/// drivers. Throws what became of its command.
void wait_for(const Event& event);

/// When the command of an event that has happened started and ended, by the device's clock.
[[nodiscard]] std::uint64_t start_ns(const Event& event);
[[nodiscard]] std::uint64_t end_ns(const Event& event);

}  // namespace sluice::kernels::opencl
