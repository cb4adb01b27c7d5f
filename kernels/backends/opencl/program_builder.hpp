#pragma once
/// Makes a kernel's program for a device: from the cache, or from its sources. Thread-safe.

#include "kernels/backends/opencl/opencl_handles.hpp"
#include "kernels/backends/opencl/program_cache.hpp"

#include <string>
#include <vector>

namespace sluice::kernels::opencl {

struct BuiltProgram {
    Program program;
    std::vector<std::string> notes;  ///< lines for the user
};

/// Throws Error, with the compiler's words, when the sources do not compile.
[[nodiscard]] BuiltProgram build_program(const Context& context, cl_device_id device,
                                         const ProgramIdentity& identity,
                                         const ProgramCache& cache);

}  // namespace sluice::kernels::opencl
