#include "miner/tuning/launch_shape_json.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace sluice::miner {

using Json = nlohmann::ordered_json;

Json to_json(const kernels::LaunchShape& shape) {
    Json object = Json::object();
    for (const auto& [parameter, value] : shape.settings()) {
        object[std::string(parameter->name)] = value;
    }
    return object;
}

kernels::LaunchShape launch_shape_from(const Json& object, const kernels::Algorithm& algorithm) {
    kernels::LaunchShape shape;
    if (!object.is_object()) {
        return shape;
    }
    for (const kernels::LaunchParameter* parameter : algorithm.launch_parameters) {
        const auto found = object.find(std::string(parameter->name));
        if (found != object.end() && found->is_number_unsigned()) {
            // What is too large stays so: the kernel says what would be right.
            constexpr std::uint64_t largest = std::numeric_limits<std::uint32_t>::max();
            shape.set(*parameter,
                      static_cast<std::uint32_t>(std::min(found->get<std::uint64_t>(), largest)));
        }
    }
    return shape;
}

}  // namespace sluice::miner
