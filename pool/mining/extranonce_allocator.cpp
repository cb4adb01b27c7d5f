#include "pool/mining/extranonce_allocator.hpp"

#include "base/bytes.hpp"
#include "base/hex.hpp"

#include <utility>

namespace sluice::pool {
namespace {

Extranonce1 to_bytes(std::uint32_t value) {
    Extranonce1 bytes;
    store_be32(bytes.data(), value);
    return bytes;
}

std::uint32_t to_number(const Extranonce1& bytes) { return load_be32(bytes.data()); }

}  // namespace

std::string SessionIdentity::id_text() const {
    return to_hex_be32(static_cast<std::uint32_t>(id >> 32)) +
           to_hex_be32(static_cast<std::uint32_t>(id));
}

ExtranonceAllocator::ExtranonceAllocator(std::function<std::uint64_t()> random)
    : random_(std::move(random)), next_(static_cast<std::uint32_t>(random_())) {}

SessionIdentity ExtranonceAllocator::allocate() {
    const std::lock_guard lock(mutex_);
    const std::uint64_t id = random_();
    while (!taken_.insert(next_).second) {
        ++next_;
    }
    return {to_bytes(next_++), id};
}

std::optional<ResumedSession> ExtranonceAllocator::resume(std::string_view id_text) {
    if (id_text.size() != 16) {
        return std::nullopt;
    }
    const auto high = from_hex_be32(id_text.substr(0, 8));
    const auto low = from_hex_be32(id_text.substr(8));
    if (!high || !low) {
        return std::nullopt;
    }
    const std::uint64_t id = std::uint64_t{*high} << 32 | *low;
    const std::lock_guard lock(mutex_);
    auto parked = parked_.extract(id);
    if (!parked) {
        return std::nullopt;
    }
    return ResumedSession{{to_bytes(parked.mapped().extranonce1), id},
                          std::move(parked.mapped().jobs)};
}

void ExtranonceAllocator::release(const SessionIdentity& identity) {
    const std::lock_guard lock(mutex_);
    taken_.erase(to_number(identity.extranonce1));
}

void ExtranonceAllocator::park(const SessionIdentity& identity, ParkedJobs jobs) {
    if (jobs.last && jobs.last->reissue >= reissues_to_resume_max) {
        release(identity);
        return;
    }
    const std::lock_guard lock(mutex_);
    parked_[identity.id] = {to_number(identity.extranonce1), ++parked_before_, std::move(jobs)};
    order_.emplace_back(identity.id, parked_before_);
    if (order_.size() > resumable_max) {
        const auto oldest = parked_.find(order_.front().first);
        if (oldest != parked_.end() && oldest->second.number == order_.front().second) {
            taken_.erase(oldest->second.extranonce1);
            parked_.erase(oldest);
        }
        order_.pop_front();
    }
}

}  // namespace sluice::pool
