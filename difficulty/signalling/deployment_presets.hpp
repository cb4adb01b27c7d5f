#pragma once
/// The deployments that Bitcoin's main chain has voted on, by name, as their BIPs and Bitcoin Core
/// give them. Constants, any thread.

#include "difficulty/signalling/deployment.hpp"

#include <span>
#include <string_view>

namespace sluice::difficulty {

/// A deployment of the past and what became of it on the main chain.
struct DeploymentPreset {
    Deployment deployment;
    std::string_view source;
    Height locked_in = 0;  ///< first block of LOCKED_IN
    Height active = 0;     ///< first block of ACTIVE
};

/// "csv", "segwit", "segsignal" (BIP91) and "taproot", oldest first.
[[nodiscard]] std::span<const DeploymentPreset> deployment_presets();
/// nullptr if no preset has this name.
[[nodiscard]] const DeploymentPreset* find_deployment_preset(std::string_view name);

}  // namespace sluice::difficulty
