#include "pool/jobs/duplicate_filter.hpp"

#include "protocol/bytes.hpp"

#include <utility>

namespace sluice::pool {

std::size_t DuplicateFilter::FirstBytes::operator()(const protocol::Hash256& hash) const noexcept {
    return protocol::load_le64(hash.bytes.data());
}

DuplicateFilter::Insert DuplicateFilter::insert(const protocol::Hash256& previous,
                                                const protocol::Hash256& pow_hash) {
    // The set's buckets come from the first eight bytes, so the stripe comes from the next.
    Stripe& stripe = stripes_[pow_hash.bytes[8] % stripe_count];
    const std::lock_guard lock(stripe.mutex);
    Shares& shares = stripe.shares[previous];
    if (shares.contains(pow_hash)) {
        return Insert::duplicate;
    }
    if (shares.size() >= shares_per_block_max / stripe_count) {
        return Insert::full;
    }
    shares.insert(pow_hash);
    return Insert::added;
}

void DuplicateFilter::keep_only(const protocol::Hash256& previous) {
    for (Stripe& stripe : stripes_) {
        SharesByPrevious forgotten;  // freed after the lock is released
        const std::lock_guard lock(stripe.mutex);
        forgotten.swap(stripe.shares);
        if (auto kept = forgotten.extract(previous)) {
            stripe.shares.insert(std::move(kept));
        }
    }
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
