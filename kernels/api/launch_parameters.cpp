#include "kernels/api/launch_parameters.hpp"

namespace sluice::kernels {

std::string shape_mistake(const LaunchParameter& parameter, std::uint64_t value,
                          std::string_view right) {
    return std::string(parameter.name) + " " + std::to_string(value) +
           " (right: " + std::string(right) + ")";
}

std::string range_mistake(const LaunchShape& shape) {
    for (const auto& [parameter, value] : shape.settings()) {
        if (value > parameter->max) {
            return shape_mistake(*parameter, value, "1 to " + std::to_string(parameter->max));
        }
    }
    return {};
}

}  // namespace sluice::kernels
