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
    return to_bytes(next_++);
}

std::optional<Extranonce1> ExtranonceAllocator::resume(std::string_view session_id) {
    if (session_id.size() != 16) {
        return std::nullopt;
    }
    const auto run = protocol::from_hex_be32(session_id.substr(0, 8));
    const auto value = protocol::from_hex_be32(session_id.substr(8));
    if (!run || !value || *run != run_) {
        return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    if (!held_.insert(*value).second) {
        return std::nullopt;
    }
    return to_bytes(*value);
}

void ExtranonceAllocator::release(const Extranonce1& extranonce1) {
    const std::lock_guard lock(mutex_);
    held_.erase(to_number(extranonce1));
}

std::string ExtranonceAllocator::session_id(const Extranonce1& extranonce1) const {
    return protocol::to_hex_be32(run_) + protocol::to_hex(extranonce1);
}

}  // namespace sluice::pool
