#include "pool/server/address_book.hpp"

#include <algorithm>

namespace sluice::pool {

AddressBook::Admission AddressBook::admit(const std::string& address, Moment at) {
    const std::lock_guard lock(mutex_);
    if (sessions_total_ >= sessions_total_max_) {
        return Admission::server_full;
    }
    if (entries_.size() >= tidy_size_) {
        tidy(at.steady);
    }
    Entry& entry = entries_[address];
    if (at.steady < entry.closed_until) {
        return Admission::cooling_down;
    }
    if (entry.sessions >= options_.sessions_per_address_max) {
        return Admission::too_many_sessions;
    }
    ++entry.sessions;
    ++sessions_total_;
    return Admission::admitted;
}

void AddressBook::leave(const std::string& address, double score, Moment at) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(address);
    if (found == entries_.end()) {
        return;
    }
    Entry& entry = found->second;
    --entry.sessions;
    --sessions_total_;
    entry.score = decayed_score(entry, at.steady) + score;
    entry.scored_at = at.steady;
    if (entry.score >= options_.score_max) {
        entry.closed_until = at.steady + options_.cool_down;
        entry.score = 0;
    }
    if (entry.sessions == 0 && entry.score == 0 && entry.closed_until <= at.steady) {
        entries_.erase(found);
    }
}

std::size_t AddressBook::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

double AddressBook::decayed_score(const Entry& entry, TimePoint at) const noexcept {
    const double elapsed_s = std::chrono::duration<double>(at - entry.scored_at).count();
    return std::max(0.0, entry.score - elapsed_s * options_.score_decay_per_s);
}

void AddressBook::tidy(TimePoint at) {
    std::erase_if(entries_, [&](const auto& named) {
        const Entry& entry = named.second;
        return entry.sessions == 0 && entry.closed_until <= at && decayed_score(entry, at) == 0;
    });
    tidy_size_ = std::max(tidy_size_min, entries_.size() * 2);
}

}  // namespace sluice::pool
