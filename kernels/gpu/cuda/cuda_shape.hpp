#pragma once
/// What CUDA kernels ask of a launch shape. Pure functions, thread-safe.

#include "kernels/api/launch_parameters.hpp"

#include <cstdint>
#include <string>

namespace sluice::kernels::cuda {

inline constexpr std::uint32_t warp_threads = 32;

/// Empty where blocks of `threads` threads are whole warps and at most `most`.
[[nodiscard]] inline std::string block_mistake(std::uint32_t threads, std::uint32_t most) {
    return threads != 0 && threads % warp_threads == 0 && threads <= most
               ? ""
               : shape_mistake(launch::block_threads, threads,
                               "a multiple of 32, 32 to " + std::to_string(most));
}

}  // namespace sluice::kernels::cuda
