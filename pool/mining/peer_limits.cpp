#include "pool/mining/peer_limits.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace sluice::pool {
namespace {

namespace ip = boost::asio::ip;

std::string pair_of(const std::string& address, const std::string& worker) {
    return peer_of(address) + '\n' + worker;
}

}  // namespace

std::string peer_of(const std::string& address) {
    if (address.find(':') == std::string::npos) {
        return address;
    }
    boost::system::error_code error;
    const auto v6 = ip::make_address_v6(address, error);
    if (error) {
        return address;
    }
    if (v6.is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, v6).to_string();
    }
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return ip::address_v6(bytes).to_string();
}

PeerLimits::Admission PeerLimits::admit(const std::string& address, ClockReading at) {
    const std::lock_guard lock(mutex_);
    const std::string peer = peer_of(address);
    const auto known = entries_.find(peer);
    if (known != entries_.end() && at.steady < known->second.throttled_until &&
        !known->second.admissions.take(rate_of(known->second, at.steady), at.steady)) {
        return Admission::throttled;
    }
    if (sessions_total_ >= sessions_total_max_) {
        return Admission::server_full;
    }
    if (entries_.size() >= tidy_size_) {
        tidy(at.steady);
    }
    Entry& entry = entries_[peer];
    if (entry.sessions >= options_.sessions_per_address_max) {
        return Admission::address_full;
    }
    ++entry.sessions;
    ++sessions_total_;
    return Admission::admitted;
}

void PeerLimits::admit_for_another(const std::string& address, ClockReading at) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= tidy_size_) {
        tidy(at.steady);
    }
    ++entries_[peer_of(address)].sessions;
    ++sessions_total_;
}

void PeerLimits::vouch(const std::string& address) {
    const std::lock_guard lock(mutex_);
    ++entries_[peer_of(address)].vouched;
}

void PeerLimits::leave(const std::string& address, double score, bool vouched, ClockReading at) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(peer_of(address));
    if (found == entries_.end()) {
        return;
    }
    Entry& entry = found->second;
    --entry.sessions;
    --sessions_total_;
    if (vouched) {
        --entry.vouched;
        entry.standing_until = at.steady + options_.standing_memory;
    }
    if (entry.score.add(score, options_.score_decay_per_s, at.steady) >= options_.score_max) {
        if (at.steady >= entry.throttled_until) {
            entry.admissions = TokenBucket(rate_of(entry, at.steady), at.steady);
        }
        entry.throttled_until = at.steady + options_.cool_down;
        entry.score.reset();
    }
    if (forgettable(entry, at.steady)) {
        entries_.erase(found);
    }
}

void PeerLimits::suspend(const std::string& address, const std::string& worker, ClockReading at) {
    const std::lock_guard lock(mutex_);
    if (suspended_.size() >= suspended_max) {
        std::erase_if(suspended_, [&](const auto& pair) { return pair.second <= at.steady; });
    }
    if (suspended_.size() < suspended_max) {
        suspended_[pair_of(address, worker)] = at.steady + options_.cool_down;
    }
}

bool PeerLimits::suspended(const std::string& address, const std::string& worker,
                           ClockReading at) const {
    const std::lock_guard lock(mutex_);
    if (suspended_.empty()) {
        return false;
    }
    const auto found = suspended_.find(pair_of(address, worker));
    return found != suspended_.end() && at.steady < found->second;
}

std::size_t PeerLimits::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

/// In good standing: as fast as all the sessions that an address may have can come back.
Rate PeerLimits::rate_of(const Entry& entry, TimePoint at) const noexcept {
    if (entry.vouched == 0 && at >= entry.standing_until) {
        return options_.throttled;
    }
    const auto sessions = static_cast<double>(options_.sessions_per_address_max);
    return {std::max(options_.throttled.burst, sessions),
            std::max(options_.throttled.per_second,
                     sessions / std::chrono::duration<double>(options_.cool_down).count())};
}

bool PeerLimits::forgettable(const Entry& entry, TimePoint at) const noexcept {
    return entry.sessions == 0 && entry.throttled_until <= at && entry.standing_until <= at &&
           entry.score.value(options_.score_decay_per_s, at) == 0;
}

void PeerLimits::tidy(TimePoint at) {
    std::erase_if(entries_, [&](const auto& named) { return forgettable(named.second, at); });
    tidy_size_ = std::max(tidy_size_min, entries_.size() * 2);
}

}  // namespace sluice::pool
