#pragma once
/// ClockSkew: how far the clock of the source of work is ahead of this machine's, as the times of
/// its templates tell. Nothing in the pool depends on it; a miner's node or wallet may. Not
/// thread-safe.

#include "protocol/bitcoin/block_template.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::pool {

class ClockSkew {
public:
    /// Clocks set by NTP agree within a second; a template may be on its way for some.
    static constexpr std::int64_t tolerated_s = 60;

    /// A template came when this machine's clock showed `unix_s`. Answers what the operator should
    /// read now: once when the clocks part, at each further step, and when they agree again.
    [[nodiscard]] std::optional<std::string> observe(const protocol::BlockTemplate& block_template,
                                                     std::int64_t unix_s);

    /// Empty while no template has told.
    [[nodiscard]] std::optional<std::int64_t> ahead_s() const noexcept { return ahead_s_; }

private:
    std::optional<std::int64_t> ahead_s_;
    std::int64_t told_s_ = 0;  ///< as the operator last read; 0: they agree
};

}  // namespace sluice::pool
