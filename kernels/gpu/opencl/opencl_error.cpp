#include "kernels/gpu/opencl/opencl_error.hpp"

#include <algorithm>
#include <iterator>

namespace sluice::kernels::opencl {
namespace {

constexpr cl_int platform_not_found = -1001;  // CL_PLATFORM_NOT_FOUND_KHR, of the loader itself

struct ErrorRow {
    cl_int code;
    std::string_view name;
    std::string_view advice;
};

constexpr ErrorRow error_table[] = {
    {CL_DEVICE_NOT_FOUND, "CL_DEVICE_NOT_FOUND", ""},
    {CL_DEVICE_NOT_AVAILABLE, "CL_DEVICE_NOT_AVAILABLE",
     "another program holds the device, or it has failed and needs a reset"},
    {CL_COMPILER_NOT_AVAILABLE, "CL_COMPILER_NOT_AVAILABLE",
     "the driver must bring a compiler for OpenCL C"},
    {CL_MEM_OBJECT_ALLOCATION_FAILURE, "CL_MEM_OBJECT_ALLOCATION_FAILURE",
     "a smaller launch or a larger lookup gap needs less memory"},
    {CL_OUT_OF_RESOURCES, "CL_OUT_OF_RESOURCES",
     "the device faulted or has no memory left; a smaller launch needs less"},
    {CL_OUT_OF_HOST_MEMORY, "CL_OUT_OF_HOST_MEMORY",
     "the computer has no memory left for the driver"},
    {CL_PROFILING_INFO_NOT_AVAILABLE, "CL_PROFILING_INFO_NOT_AVAILABLE", ""},
    {CL_MEM_COPY_OVERLAP, "CL_MEM_COPY_OVERLAP", ""},
    {CL_BUILD_PROGRAM_FAILURE, "CL_BUILD_PROGRAM_FAILURE",
     "the driver's compiler refused the kernel; another version of the driver may take it"},
    {CL_MAP_FAILURE, "CL_MAP_FAILURE", ""},
    {CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
     "the launch before it failed on the device"},
    {CL_INVALID_VALUE, "CL_INVALID_VALUE", ""},
    {CL_INVALID_PLATFORM, "CL_INVALID_PLATFORM", ""},
    {CL_INVALID_DEVICE, "CL_INVALID_DEVICE", "the device has gone; start again"},
    {CL_INVALID_CONTEXT, "CL_INVALID_CONTEXT", ""},
    {CL_INVALID_COMMAND_QUEUE, "CL_INVALID_COMMAND_QUEUE",
     "the device was reset; a new scanner has a queue of its own"},
    {CL_INVALID_MEM_OBJECT, "CL_INVALID_MEM_OBJECT", ""},
    {CL_INVALID_BINARY, "CL_INVALID_BINARY", "it is built from the source again"},
    {CL_INVALID_BUILD_OPTIONS, "CL_INVALID_BUILD_OPTIONS", ""},
    {CL_INVALID_PROGRAM, "CL_INVALID_PROGRAM", ""},
    {CL_INVALID_PROGRAM_EXECUTABLE, "CL_INVALID_PROGRAM_EXECUTABLE", ""},
    {CL_INVALID_KERNEL_NAME, "CL_INVALID_KERNEL_NAME", ""},
    {CL_INVALID_KERNEL_ARGS, "CL_INVALID_KERNEL_ARGS", ""},
    {CL_INVALID_WORK_GROUP_SIZE, "CL_INVALID_WORK_GROUP_SIZE",
     "a launch shape with fewer threads in a group fits"},
    {CL_INVALID_WORK_ITEM_SIZE, "CL_INVALID_WORK_ITEM_SIZE",
     "a launch shape with fewer threads in a group fits"},
    {CL_INVALID_EVENT, "CL_INVALID_EVENT", ""},
    {CL_INVALID_OPERATION, "CL_INVALID_OPERATION", ""},
    {CL_INVALID_BUFFER_SIZE, "CL_INVALID_BUFFER_SIZE",
     "a smaller launch or a larger lookup gap needs less memory"},
    {platform_not_found, "CL_PLATFORM_NOT_FOUND_KHR",
     "no driver is registered in /etc/OpenCL/vendors"},
};

const ErrorRow* find_row(cl_int code) {
    const auto found = std::ranges::find(error_table, code, &ErrorRow::code);
    return found == std::end(error_table) ? nullptr : found;
}

std::string describe(cl_int code, std::string_view call) {
    const std::string_view advice = error_advice(code);
    return std::string(call) + ": " + error_name(code) +
           (advice.empty() ? "" : " (" + std::string(advice) + ")");
}

}  // namespace

std::string error_name(cl_int code) {
    const ErrorRow* const row = find_row(code);
    return row != nullptr ? std::string(row->name) : "OpenCL error " + std::to_string(code);
}

std::string_view error_advice(cl_int code) {
    const ErrorRow* const row = find_row(code);
    return row != nullptr ? row->advice : std::string_view{};
}

Error::Error(cl_int code, std::string_view call)
    : std::runtime_error(describe(code, call)), code_(code) {}

bool Error::is_out_of_memory() const noexcept {
    return code_ == CL_MEM_OBJECT_ALLOCATION_FAILURE || code_ == CL_OUT_OF_RESOURCES ||
           code_ == CL_INVALID_BUFFER_SIZE;
}

void check(cl_int code, std::string_view call) {
    if (code != CL_SUCCESS) {
        throw Error(code, call);
    }
}

}  // namespace sluice::kernels::opencl
