#pragma once
/// sha256.cl, which stands before the sources of other kernels, which the build turns into a
/// constant (cmake/EmbedText.cmake). Constant data, thread-safe.

#include <string_view>

namespace sluice::kernels::opencl_sources {

extern const std::string_view sha256;

}  // namespace sluice::kernels::opencl_sources
