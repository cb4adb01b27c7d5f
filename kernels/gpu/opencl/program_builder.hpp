#pragma once
/// Makes a kernel's program for a device: from the cache, or from its sources. Thread-safe.

#include "kernels/gpu/opencl/opencl_handles.hpp"
#include "kernels/gpu/opencl/program_cache.hpp"

#include <cstddef>
#include <string>
#include <string_view>
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

/// Bytes of a compiler's words that a message repeats: a log may have thousands of lines.
inline constexpr std::size_t build_excerpt_bytes_max = 200;

/// One line of a build log for a message: the first that names an error, else the first, and how
/// many lines there are.
[[nodiscard]] std::string build_log_excerpt(std::string_view log);

}  // namespace sluice::kernels::opencl
