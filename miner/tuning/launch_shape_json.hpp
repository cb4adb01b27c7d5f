#pragma once
/// A launch shape in JSON: an object with a member for whatever is not the default. Pure, any
/// thread.

#include "kernels/api/launch_shape.hpp"

#include <nlohmann/json.hpp>

namespace sluice::miner {

[[nodiscard]] nlohmann::ordered_json to_json(const kernels::LaunchShape& shape);

/// What is no number that fits, or no object at all, counts as the default.
[[nodiscard]] kernels::LaunchShape launch_shape_from(const nlohmann::ordered_json& object);

}  // namespace sluice::miner
