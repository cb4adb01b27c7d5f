#pragma once
/// Rows of the tables of share controllers and of their scenarios by name, which must be there.

#include "lab/shares/share_controller.hpp"
#include "lab/shares/share_sim.hpp"

#include <algorithm>
#include <string_view>

namespace sluice::lab {

[[nodiscard]] inline const ShareControllerRow* find_share_controller(std::string_view name) {
    return &*std::ranges::find(share_controllers(), name, &ShareControllerRow::name);
}

[[nodiscard]] inline const ShareScenario* find_share_scenario(std::string_view name) {
    return &*std::ranges::find(share_scenarios(), name, &ShareScenario::name);
}

}  // namespace sluice::lab
