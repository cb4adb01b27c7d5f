#include "kernels/gpu/opencl/opencl_handles.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sluice::kernels::opencl {
namespace {

/// Between two looks at an event. A launch takes milliseconds and another one is queued behind it,
/// so the device does not wait for this.
constexpr std::chrono::microseconds pause_min(10);
constexpr std::chrono::microseconds pause_max(200);

std::uint64_t profiling_ns(const Event& event, cl_profiling_info moment) {
    cl_ulong time_ns = 0;
    check(
        event.api().GetEventProfilingInfo(event.get(), moment, sizeof(time_ns), &time_ns, nullptr),
        "clGetEventProfilingInfo");
    return time_ns;
}

}  // namespace

Context make_context(std::shared_ptr<const Api> api, cl_device_id device) {
    cl_int code = CL_SUCCESS;
    const cl_context object = api->CreateContext(nullptr, 1, &device, nullptr, nullptr, &code);
    check(code, "clCreateContext");
    return {std::move(api), object};
}

Queue make_queue(const Context& context, cl_device_id device) {
    cl_int code = CL_SUCCESS;
    const cl_command_queue object =
        context.api().CreateCommandQueue(context.get(), device, CL_QUEUE_PROFILING_ENABLE, &code);
    check(code, "clCreateCommandQueue");
    return {context.shared_api(), object};
}

Kernel make_kernel(const Program& program, const char* name) {
    cl_int code = CL_SUCCESS;
    const cl_kernel object = program.api().CreateKernel(program.get(), name, &code);
    check(code, "clCreateKernel");
    return {program.shared_api(), object};
}

Buffer make_buffer(const Context& context, std::size_t size_bytes) {
    cl_int code = CL_SUCCESS;
    const cl_mem object =
        context.api().CreateBuffer(context.get(), CL_MEM_READ_WRITE, size_bytes, nullptr, &code);
    check(code, "clCreateBuffer");
    return {context.shared_api(), object};
}

Event enqueue_write(const Queue& queue, const Buffer& to, const void* data,
                    std::size_t size_bytes) {
    cl_event object = nullptr;
    check(queue.api().EnqueueWriteBuffer(queue.get(), to.get(), CL_FALSE, 0, size_bytes, data, 0,
                                         nullptr, &object),
          "clEnqueueWriteBuffer");
    return {queue.shared_api(), object};
}

Event enqueue_read(const Queue& queue, const Buffer& from, void* data, std::size_t size_bytes,
                   const Event& after) {
    const cl_event before = after.get();
    cl_event object = nullptr;
    check(queue.api().EnqueueReadBuffer(queue.get(), from.get(), CL_FALSE, 0, size_bytes, data, 1,
                                        &before, &object),
          "clEnqueueReadBuffer");
    return {queue.shared_api(), object};
}

Event enqueue_kernel(const Queue& queue, const Kernel& kernel, std::size_t items,
                     std::size_t group_items) {
    cl_event object = nullptr;
    check(queue.api().EnqueueNDRangeKernel(queue.get(), kernel.get(), 1, nullptr, &items,
                                           &group_items, 0, nullptr, &object),
          "clEnqueueNDRangeKernel");
    return {queue.shared_api(), object};
}

void flush(const Queue& queue) { check(queue.api().Flush(queue.get()), "clFlush"); }

Event retain(const Event& event) {
    check(event.api().RetainEvent(event.get()), "clRetainEvent");
    return {event.shared_api(), event.get()};
}

void wait_for(const Event& event) {
    for (auto pause = pause_min;; pause = std::min(2 * pause, pause_max)) {
        cl_int status = CL_QUEUED;
        check(event.api().GetEventInfo(event.get(), CL_EVENT_COMMAND_EXECUTION_STATUS,
                                       sizeof(status), &status, nullptr),
              "clGetEventInfo");
        if (status < 0) {
            throw Error(status, "the device failed");
        }
        if (status == CL_COMPLETE) {
            return;
        }
        std::this_thread::sleep_for(pause);
    }
}

std::uint64_t start_ns(const Event& event) {
    return profiling_ns(event, CL_PROFILING_COMMAND_START);
}

std::uint64_t end_ns(const Event& event) { return profiling_ns(event, CL_PROFILING_COMMAND_END); }

}  // namespace sluice::kernels::opencl
