#pragma once
/// The OpenCL sources (*.cl), which the build turns into constants (cmake/EmbedText.cmake).
/// Constant data, thread-safe.

#include <string_view>

namespace sluice::kernels::opencl_sources {

extern const std::string_view
    sha256;  ///< algorithms/sha256_lanes/sha256.cl, stands before the others
extern const std::string_view sha256d;  ///< algorithms/sha256d/gpu/sha256d.cl
extern const std::string_view scrypt;   ///< algorithms/scrypt/gpu/scrypt.cl

}  // namespace sluice::kernels::opencl_sources
