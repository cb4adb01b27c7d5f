#pragma once
/// DuplicateFilter remembers the header hash of every share on the current chain tip, so that no
/// share is credited twice, whatever spare bits a miner varies. Of a hash it keeps a fingerprint of
/// eight bytes: that a share is taken for another one by mistake is less likely than one in 10^12.
/// Thread-safe: striped locks.

#include "pool/jobs/fingerprint_set.hpp"
#include "protocol/hash256.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <mutex>
#include <vector>

namespace sluice::pool {

class DuplicateFilter {
    static constexpr std::size_t stripe_count = 64;

public:
    /// Shares remembered on one previous block: seven hours of 1,000 shares a second. They fill
    /// 2^19 slots in each stripe, 256 MiB in all.
    static constexpr std::size_t shares_per_block_max = stripe_count * (std::size_t{3} << 17);

    /// `full`: too many shares to tell.
    using Insert = FingerprintSet::Insert;

    /// What was forgotten: up to hundreds of megabytes that are freed with it.
    using Forgotten = std::vector<FingerprintSet>;

    /// Remembers a share whose header follows `previous` and has the hash `pow_hash`.
    [[nodiscard]] Insert insert(const protocol::Hash256& previous,
                                const protocol::Hash256& pow_hash);

    /// Forgets the shares on every other block; for a new tip, once no share of an older job is
    /// accepted any more. Quick: it is freeing what it returns that takes time.
    [[nodiscard]] Forgotten keep_only(const protocol::Hash256& previous);

    /// Shares remembered, for metrics and tests.
    [[nodiscard]] std::size_t size() const;

private:
    struct Stripe {
        mutable std::mutex mutex;
        std::map<protocol::Hash256, FingerprintSet> shares;  ///< by previous block
    };

    std::array<Stripe, stripe_count> stripes_;
};

}  // namespace sluice::pool
