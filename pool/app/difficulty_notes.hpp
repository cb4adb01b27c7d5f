#pragma once
/// What an operator should know when the configured share difficulties and the chain's do not fit:
/// sentences for the log and for check-config. The functions are pure; DifficultyNotes is not
/// thread-safe.

#include "pool/base/server_options.hpp"

#include <optional>
#include <string>

namespace sluice::pool {

/// `network`: the chain's difficulty in units of share difficulty. Names the keys of [stratum] that
/// are above it; nullopt when none is.
[[nodiscard]] std::optional<std::string> keys_above_network(const ShareDifficultyOptions& options,
                                                            double network);

/// Says that some blocks are not seen, when the chain is too easy for shares to follow it.
[[nodiscard]] std::optional<std::string> network_below_shares(const ShareDifficultyOptions& options,
                                                              double network);

/// Logs each of them once: a chain may swing around a threshold with every block.
class DifficultyNotes {
public:
    void log(const ShareDifficultyOptions& options, double network);

private:
    bool above_network_ = false;
    bool below_shares_ = false;
};

}  // namespace sluice::pool
