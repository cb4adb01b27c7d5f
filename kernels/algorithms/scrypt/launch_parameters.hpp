#pragma once
/// The numbers of scrypt's launches on a GPU. Constant data, thread-safe.

#include "kernels/api/launch_parameters.hpp"

namespace sluice::kernels::launch {

/// Of the rows of V every n-th is kept, the others are computed again.
inline constexpr LaunchParameter lookup_gap{"lookup_gap", "lookup gap {}", 64, 3};

inline constexpr const LaunchParameter* scrypt[] = {&block_threads, &versions, &lookup_gap,
                                                    &hashes};

}  // namespace sluice::kernels::launch
