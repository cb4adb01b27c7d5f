#pragma once
/// A launch shape in JSON: an object with a member for whatever is not the default. Pure, any
/// thread.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/launch_parameters.hpp"

#include <nlohmann/json.hpp>

namespace sluice::miner {

[[nodiscard]] nlohmann::ordered_json to_json(const kernels::LaunchShape& shape);

/// What is no number that fits, no parameter of the algorithm, or no object at all, counts as the
/// default.
[[nodiscard]] kernels::LaunchShape launch_shape_from(const nlohmann::ordered_json& object,
                                                     const kernels::Algorithm& algorithm);

}  // namespace sluice::miner
