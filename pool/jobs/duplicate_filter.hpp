#pragma once
/// DuplicateFilter remembers the header hash of every share on the current chain tip, so that no
/// share is credited twice, whatever spare bits a miner varies. All jobs on one previous block
/// share one set: two of them may differ in nothing but their time, and a miner who rolls ntime
/// could submit one header under both. Thread-safe: striped locks.

#include "protocol/hash256.hpp"

#include <array>
#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace sluice::pool {

class DuplicateFilter {
public:
    /// Shares remembered on one previous block: an hour of 1,000 shares a second, about 250 MB.
    static constexpr std::size_t shares_per_block_max = 3'600'000;

    enum class Insert {
        added,
        duplicate,
        full,  ///< too many shares to tell; answer as if the job were stale
    };

    /// Remembers a share whose header follows `previous` and has the hash `pow_hash`.
    [[nodiscard]] Insert insert(const protocol::Hash256& previous,
                                const protocol::Hash256& pow_hash);

    /// Forgets the shares on every other block; for a new tip, once no share of an older job is
    /// accepted any more.
    void keep_only(const protocol::Hash256& previous);

    /// Shares remembered, for metrics and tests.
    [[nodiscard]] std::size_t size() const;

private:
    static constexpr std::size_t stripe_count = 64;

    /// Hashes are uniform already; only the last bytes, where the leading zeros are, are not.
    struct FirstBytes {
        std::size_t operator()(const protocol::Hash256& hash) const noexcept;
    };
    using Shares = std::unordered_set<protocol::Hash256, FirstBytes>;
    using SharesByPrevious = std::unordered_map<protocol::Hash256, Shares, FirstBytes>;
    struct Stripe {
        mutable std::mutex mutex;
        SharesByPrevious shares;
    };

    std::array<Stripe, stripe_count> stripes_;
};

}  // namespace sluice::pool
