#pragma once
/// SourceStatus: where the pool's work comes from, and how that source stands. Regular value.

#include "pool/base/deployment_status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool {

struct SourceStatus {
    bool connected =
        false;  ///< its last request was answered; in the monitor: there is work that counts
    std::string detail{};     ///< for people: "node 127.0.0.1:8332, height 100" or what is wrong
    std::string chain{};      ///< main, test, signet, regtest or embedded; empty until known
    std::int64_t height = 0;  ///< of the block being worked on; 0 until known
    std::vector<DeploymentStatus> deployments{};
    std::optional<double> block_interval_s{};  ///< wanted, or measured; as far as known

    bool operator==(const SourceStatus&) const = default;
};

}  // namespace sluice::pool
