#pragma once
/// sha256d.cl, which the build turns into a constant (cmake/EmbedText.cmake). Constant data,
/// thread-safe.

#include <string_view>

namespace sluice::kernels::opencl_sources {

extern const std::string_view sha256d;

}  // namespace sluice::kernels::opencl_sources
