#pragma once
/// A launch shape for people. Pure, any thread.

#include "kernels/api/launch_parameters.hpp"

#include <string>

namespace sluice::miner {

/// "256 threads, 4 nonces each, 8 versions, 2^26 hashes a launch"; "default" when all is.
[[nodiscard]] std::string launch_shape_text(const kernels::LaunchShape& shape);

}  // namespace sluice::miner
