#pragma once
/// What one key alone cannot show to be wrong: the address against the network, the rule's name,
/// orders and limits between keys. Pure, any thread.

#include "pool/config/pool_config.hpp"

#include <string>
#include <vector>

namespace sluice::pool {

struct KeyProblem {
    std::string key;  ///< full name, such as "pool.address" or "embedded.deployment[0].bit"
    std::string problem;
    std::string remedy;

    bool operator==(const KeyProblem&) const = default;
};

/// Every problem of a configuration whose keys are right one by one.
[[nodiscard]] std::vector<KeyProblem> check_config(const PoolConfig& config);

/// "embedded.deployment[0]", the name of the deployment at this place of the list.
[[nodiscard]] std::string deployment_key(std::size_t index);

}  // namespace sluice::pool
