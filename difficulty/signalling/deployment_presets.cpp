#include "difficulty/signalling/deployment_presets.hpp"

#include <algorithm>
#include <array>

namespace sluice::difficulty {

std::span<const DeploymentPreset> deployment_presets() {
    static const std::array<DeploymentPreset, 4> presets{{
        {{.name = "csv",
          .kind = DeploymentKind::bip9,
          .bit = 0,
          .start_time = 1'462'060'800,  // 1 May 2016
          .timeout = 1'493'596'800},    // 1 May 2017
         "BIP68, BIP112, BIP113",
         417'312,
         419'328},
        {{.name = "segwit",
          .kind = DeploymentKind::bip9,
          .bit = 1,
          .start_time = 1'479'168'000,  // 15 November 2016
          .timeout = 1'510'704'000},    // 15 November 2017
         "BIP141, BIP143, BIP147",
         479'808,
         481'824},
        {{.name = "segsignal",
          .kind = DeploymentKind::bip9,
          .bit = 4,
          .start_time = 1'496'275'200,  // 1 June 2017
          .timeout = 1'510'704'000,     // 15 November 2017
          .period = 336,
          .threshold = 269},
         "BIP91",
         476'784,
         477'120},
        {{.name = "taproot",
          .kind = DeploymentKind::speedy_trial,
          .bit = 2,
          .start_time = 1'619'222'400,  // 24 April 2021
          .timeout = 1'628'640'000,     // 11 August 2021
          .min_activation_height = 709'632,
          .threshold = 1815},
         "BIP341",
         687'456,
         709'632},
    }};
    return presets;
}

const DeploymentPreset* find_deployment_preset(std::string_view name) {
    const auto presets = deployment_presets();
    const auto found = std::ranges::find_if(
        presets, [&](const DeploymentPreset& preset) { return preset.deployment.name == name; });
    return found == presets.end() ? nullptr : &*found;
}

}  // namespace sluice::difficulty
