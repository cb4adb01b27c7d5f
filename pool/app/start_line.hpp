#pragma once
/// The line of the log that says which pool has started: version, ports, ledger, source of work.
/// Pure function, any thread.

#include "pool/config/pool_config.hpp"

#include <cstdint>
#include <string>

namespace sluice::pool {

/// The ports are those of the first addresses, which the system may have chosen; `http_port` 0: no
/// HTTP. Holds no credential.
[[nodiscard]] std::string start_line(const PoolConfig& config, std::uint16_t stratum_port,
                                     std::uint16_t http_port);

}  // namespace sluice::pool
