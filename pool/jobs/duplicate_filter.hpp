#pragma once
/// DuplicateFilter remembers the header hash of every share on the current chain tip, so that no
/// share is credited twice, whatever spare bits a miner varies. Of a hash it keeps a fingerprint of
/// eight bytes: that a share is taken for another one by mistake is less likely than one in 10^12.
/// Thread-safe: striped locks.

#include "pool/jobs/fingerprint_set.hpp"
#include "protocol/pow/hash256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
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

    /// `full`: no room for another share of this session.
    using Insert = FingerprintSet::Insert;

    /// What was forgotten: up to hundreds of megabytes that are freed with it.
    using Forgotten = std::vector<FingerprintSet>;

    /// As the filter fills, those who filled it are refused first: beyond the half that is free
    /// for all, a session needs this room left for each share it has had remembered on the block.
    /// With 180 of them (ten minutes of 18 a minute) it is served to the last 184,320 places.
    static constexpr std::size_t room_per_share = 1024;

    /// Remembers a share whose header follows `previous` and has the hash `pow_hash`, of a session
    /// that has had `added_before` remembered on it.
    [[nodiscard]] Insert insert(const protocol::Hash256& previous,
                                const protocol::Hash256& pow_hash, std::uint64_t added_before = 0);

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
