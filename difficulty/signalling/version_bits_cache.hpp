#pragma once
/// VersionBitsCache: the states of one deployment, remembered per period so that the next block's
/// state costs one look-up. Periods are known by the id of their last block, so that after a
/// reorganisation, or for another branch, the answer is never that of a different chain. Bounded;
/// what it forgot is computed again. Not thread-safe.

#include "difficulty/signalling/version_bits.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace sluice::difficulty {

class VersionBitsCache {
public:
    explicit VersionBitsCache(Deployment deployment);

    [[nodiscard]] const Deployment& deployment() const noexcept { return deployment_; }

    /// State of the block at chain.next_height().
    [[nodiscard]] StateSince state_of_next_block(const SignalView& chain);

private:
    struct Entry {
        protocol::Hash256 period_end;  ///< last block of the period before
        StateSince value;
    };

    /// Enough for the newest periods of a few branches; older ones are asked for only after a
    /// start.
    static constexpr std::size_t entries_max = 64;

    [[nodiscard]] std::optional<StateSince> find(const protocol::Hash256& period_end) const;
    void remember(const protocol::Hash256& period_end, const StateSince& value);

    Deployment deployment_;
    std::array<Entry, entries_max> entries_{};
    std::size_t remembered_ = 0;  ///< ever; the newest is at (remembered_ - 1) % entries_max
};

}  // namespace sluice::difficulty
