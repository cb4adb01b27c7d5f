#include "kernels/api/launch_parameters.hpp"

#include <algorithm>
#include <iterator>

namespace sluice::kernels {

std::vector<LaunchShape::Setting> LaunchShape::settings() const {
    std::vector<Setting> set;
    std::ranges::copy_if(places_, std::back_inserter(set),
                         [](const Setting& setting) { return setting.parameter != nullptr; });
    return set;
}

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
