#pragma once
/// scrypt.cl, which the build turns into a constant (cmake/EmbedText.cmake). Constant data,
/// thread-safe.

#include <string_view>

namespace sluice::kernels::opencl_sources {

extern const std::string_view scrypt;

}  // namespace sluice::kernels::opencl_sources
