#pragma once
/// Where one version-bits deployment (BIP9) stands for the next block, as the embedded chain and a
/// node report it. Regular value.

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::pool {

/// What the source does not say is left out: a node tells the bit only while it matters, and
/// nothing of the period once the vote is over.
struct DeploymentStatus {
    std::string name{};
    std::optional<int> bit{};                 ///< version bit
    std::string state{};                      ///< defined, started, locked_in, active or failed
    std::optional<std::int64_t> since{};      ///< height of the first block in this state
    std::optional<std::int64_t> period{};     ///< blocks a period
    std::optional<std::int64_t> threshold{};  ///< signalling blocks that lock it in
    std::optional<std::int64_t> elapsed{};    ///< blocks of the running period
    std::optional<std::int64_t> count{};      ///< of these, blocks that signalled
    bool signalled_by_us = false;             ///< our jobs set the bit; the source does not know

    bool operator==(const DeploymentStatus&) const = default;
};

}  // namespace sluice::pool
