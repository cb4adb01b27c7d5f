#include "pool/jobs/duplicate_filter.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <utility>

namespace sluice::pool {
namespace {

/// Shares that the filter may hold in all before it refuses a peer that has added `added_before`.
std::size_t limit_for(std::uint64_t added_before) noexcept {
    constexpr std::uint64_t reserve_max = DuplicateFilter::shares_per_block_max / 2;
    const std::uint64_t reserve =
        std::min(added_before, reserve_max) * DuplicateFilter::room_per_share;
    return DuplicateFilter::shares_per_block_max - std::min(reserve, reserve_max);
}

}  // namespace

DuplicateFilter::Insert DuplicateFilter::insert(const protocol::Hash256& previous,
                                                const protocol::Hash256& pow_hash,
                                                std::uint64_t added_before) {
    // A share's last bytes are zeros, so the fingerprint is the first eight, and the stripe comes
    // from the next.
    Stripe& stripe = stripes_[pow_hash.bytes[8] % stripe_count];
    const std::uint64_t fingerprint = load_le64(pow_hash.bytes.data());
    const std::lock_guard lock(stripe.mutex);
    return stripe.shares[previous].insert(fingerprint, limit_for(added_before) / stripe_count);
}

DuplicateFilter::Forgotten DuplicateFilter::keep_only(const protocol::Hash256& previous) {
    Forgotten forgotten;
    for (Stripe& stripe : stripes_) {
        const std::lock_guard lock(stripe.mutex);
        for (auto at = stripe.shares.begin(); at != stripe.shares.end();) {
            if (at->first == previous) {
                ++at;
                continue;
            }
            forgotten.push_back(std::move(at->second));
            at = stripe.shares.erase(at);
        }
    }
    return forgotten;
}

std::size_t DuplicateFilter::size() const {
    std::size_t sum = 0;
    for (const Stripe& stripe : stripes_) {
        const std::lock_guard lock(stripe.mutex);
        for (const auto& [previous, shares] : stripe.shares) {
            sum += shares.size();
        }
    }
    return sum;
}

}  // namespace sluice::pool
