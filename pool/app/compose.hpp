#pragma once
/// Turns the operator's configuration, which check_config has found right, into the options of each
/// part of the pool, and checks what only the parts can know: the algorithm, the chain's numbers.
/// Pure functions, any thread.

#include "base/result.hpp"
#include "pool/base/server_options.hpp"
#include "pool/chain/chain_settings.hpp"
#include "pool/config/pool_config.hpp"
#include "pool/jobs/job_factory.hpp"
#include "pool/monitor/events.hpp"

#include <cstdint>

namespace sluice::pool {

/// The error names the key, what is wrong and what would be right.
[[nodiscard]] Result<JobOptions> job_options(const PoolConfig& config);
[[nodiscard]] Result<ChainSettings> chain_settings(const PoolConfig& config);
/// With the number of shards, and `reconnect` read.
[[nodiscard]] ServerOptions server_options(const PoolConfig& config);
[[nodiscard]] monitor::PoolIdentity pool_identity(const PoolConfig& config,
                                                  std::int64_t started_ms);

/// Everything above in one go, for `check-config`.
[[nodiscard]] Result<void> check_composition(const PoolConfig& config);

}  // namespace sluice::pool
