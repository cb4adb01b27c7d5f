#include "pool/server/extranonce_allocator.hpp"

#include "protocol/bytes.hpp"
#include "protocol/hex.hpp"

namespace sluice::pool {
namespace {

Extranonce1 to_bytes(std::uint32_t value) {
    Extranonce1 bytes;
    protocol::store_be32(bytes.data(), value);
    return bytes;
}

std::uint32_t to_number(const Extranonce1& bytes) { return protocol::load_be32(bytes.data()); }

}  // namespace

ExtranonceAllocator::ExtranonceAllocator(std::uint64_t run)
    : run_(static_cast<std::uint32_t>(run >> 32)), next_(static_cast<std::uint32_t>(run)) {}

Extranonce1 ExtranonceAllocator::allocate() {
    const std::lock_guard lock(mutex_);
    while (!held_.insert(next_).second) {
        ++next_;
    }
    ended_.erase(next_);
    return to_bytes(next_++);
}

std::optional<ResumedSession> ExtranonceAllocator::resume(std::string_view session_id) {
    if (session_id.size() != 16) {
        return std::nullopt;
    }
    const auto run = protocol::from_hex_be32(session_id.substr(0, 8));
    const auto value = protocol::from_hex_be32(session_id.substr(8));
    if (!run || !value || *run != run_) {
        return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    auto ended = ended_.extract(*value);
    if (!ended) {
        return std::nullopt;
    }
    held_.insert(*value);
    return ResumedSession{to_bytes(*value), std::move(ended.mapped().jobs)};
}

void ExtranonceAllocator::release(const Extranonce1& extranonce1, ParkedJobs jobs) {
    const std::uint32_t value = to_number(extranonce1);
    const std::lock_guard lock(mutex_);
    held_.erase(value);
    ended_[value] = {std::move(jobs), ++ends_seen_};
    ends_.emplace_back(value, ends_seen_);
    if (ends_.size() > resumable_max) {
        const auto oldest = ended_.find(ends_.front().first);
        if (oldest != ended_.end() && oldest->second.number == ends_.front().second) {
            ended_.erase(oldest);
        }
        ends_.pop_front();
    }
}

std::string ExtranonceAllocator::session_id(const Extranonce1& extranonce1) const {
    return protocol::to_hex_be32(run_) + protocol::to_hex(extranonce1);
}

}  // namespace sluice::pool
