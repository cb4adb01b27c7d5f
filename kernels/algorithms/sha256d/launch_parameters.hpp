#pragma once
/// The numbers of sha256d's launches on a GPU. Constant data, thread-safe.

#include "kernels/api/launch_parameters.hpp"

namespace sluice::kernels::launch {

/// Nonces that one thread hashes in a launch; more of them only make it longer.
inline constexpr LaunchParameter nonces_per_thread{"nonces_per_thread", "{} nonces each", 1024, 1};

inline constexpr const LaunchParameter* sha256d[] = {&block_threads, &nonces_per_thread, &versions,
                                                     &hashes};

}  // namespace sluice::kernels::launch
