#pragma once
/// The OpenCL sources (*.cl), which the build turns into constants (cmake/EmbedText.cmake).
/// Constant data, thread-safe.

#include <string_view>

namespace sluice::kernels::opencl_sources {

extern const std::string_view sha256;   ///< sha256d/sha256.cl, stands before the others
extern const std::string_view sha256d;  ///< sha256d/sha256d.cl
extern const std::string_view scrypt;   ///< scrypt/scrypt.cl

}  // namespace sluice::kernels::opencl_sources
