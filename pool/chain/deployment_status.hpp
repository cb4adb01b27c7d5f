#pragma once
/// Where one version-bits deployment (BIP9) stands for the next block, as the embedded chain and a
/// node report it. Regular value.

#include <cstdint>
#include <string>

namespace sluice::pool {

struct DeploymentStatus {
    std::string name{};
    int bit = -1;            ///< version bit; -1 when the source does not say (buried or by height)
    std::string state{};     ///< defined, started, locked_in, active or failed
    std::int64_t since = 0;  ///< height of the first block in this state; 0 when unknown
    std::int64_t period = 0;     ///< blocks a period; 0 when unknown, as the next three
    std::int64_t threshold = 0;  ///< signalling blocks that lock it in
    std::int64_t elapsed = 0;    ///< blocks of the running period
    std::int64_t count = 0;      ///< of these, blocks that signalled

    bool operator==(const DeploymentStatus&) const = default;
};

}  // namespace sluice::pool
