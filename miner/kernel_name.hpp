#pragma once
/// How command lines name kernels: "sha256d/avx2", or "avx2" of whichever algorithm. Pure, any
/// thread.

#include "kernels/algorithm.hpp"

#include <string>
#include <string_view>

namespace sluice::miner {

/// "avx2" of "sha256d/avx2" and of "avx2".
[[nodiscard]] inline std::string plain_kernel_name(const kernels::Algorithm& algorithm,
                                                   std::string_view name) {
    const std::string prefix = std::string{algorithm.name} + "/";
    return std::string{name.starts_with(prefix) ? name.substr(prefix.size()) : name};
}

/// Whether `name` means the algorithm's kernel; an empty one means all of them.
[[nodiscard]] inline bool names_kernel(std::string_view name, const kernels::Algorithm& algorithm,
                                       std::string_view kernel) {
    return name.empty() || plain_kernel_name(algorithm, name) == kernel;
}

}  // namespace sluice::miner
