#pragma once
/// The functions of OpenCL 1.2, from the loader that the system has at run time: nothing here is
/// linked, and a machine without OpenCL is an ordinary machine. Immutable, thread-safe.

#define CL_TARGET_OPENCL_VERSION 120
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS  // clCreateCommandQueue, which every driver has
#include <CL/cl.h>

#include <memory>
#include <string>

namespace sluice::kernels::opencl {

#define SLUICE_OPENCL_FUNCTIONS(function)                                                      \
    function(BuildProgram) function(CreateBuffer) function(CreateCommandQueue)                 \
        function(CreateContext) function(CreateKernel) function(CreateProgramWithBinary)       \
            function(CreateProgramWithSource) function(EnqueueNDRangeKernel)                   \
                function(EnqueueReadBuffer) function(EnqueueWriteBuffer) function(Finish)      \
                    function(Flush) function(GetDeviceIDs) function(GetDeviceInfo)             \
                        function(GetEventInfo) function(GetEventProfilingInfo)                 \
                            function(GetKernelWorkGroupInfo) function(GetPlatformIDs)          \
                                function(GetPlatformInfo) function(GetProgramBuildInfo)        \
                                    function(GetProgramInfo) function(ReleaseCommandQueue)     \
                                        function(ReleaseContext) function(ReleaseEvent)        \
                                            function(ReleaseKernel) function(ReleaseMemObject) \
                                                function(ReleaseProgram) function(RetainEvent) \
                                                    function(SetKernelArg)

/// Each member is the function of that name behind "cl": `api.Finish` is clFinish.
struct Api {
#define SLUICE_OPENCL_MEMBER(name) decltype(&::cl##name) name = nullptr;
    SLUICE_OPENCL_FUNCTIONS(SLUICE_OPENCL_MEMBER)
#undef SLUICE_OPENCL_MEMBER
};

/// The table, or null and in `absent` the reason. The loader stays in the process: drivers have
/// threads of their own, which would run on in unmapped code.
[[nodiscard]] std::shared_ptr<const Api> load_api(std::string& absent,
                                                  const char* library = "libOpenCL.so.1");

}  // namespace sluice::kernels::opencl
