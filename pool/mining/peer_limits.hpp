#pragma once
/// PeerLimits: how many sessions there are, in all and from each address, and how the earlier ones
/// of an address behaved. An address is never closed: one whose sessions misbehaved is admitted at
/// a limited rate for a while, since a farm may stand behind it. A worker that sent too many
/// invalid shares is suspended, at its address only. IPv6 addresses count by their /64 network,
/// which belongs to one customer. Thread-safe.

#include "pool/base/clock_reading.hpp"
#include "pool/base/decaying_score.hpp"
#include "pool/base/server_options.hpp"
#include "pool/base/token_bucket.hpp"

#include <cstddef>
#include <limits>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sluice::pool {

/// What an address counts as: an IPv4 address itself, of IPv6 the /64 network.
[[nodiscard]] std::string peer_of(const std::string& address);

class PeerLimits {
public:
    explicit PeerLimits(AbuseOptions options,
                        std::size_t sessions_total_max = std::numeric_limits<std::size_t>::max())
        : options_(options), sessions_total_max_(sessions_total_max) {}

    enum class Admission { admitted, server_full, address_full, throttled };

    /// Each admission is ended by leave().
    [[nodiscard]] Admission admit(const std::string& address, ClockReading at);
    /// As an admission, whatever the limits: the caller closes another session for this one.
    void admit_for_another(const std::string& address, ClockReading at);

    /// A session of the address had its first accepted share: it is in good standing.
    void vouch(const std::string& address);

    /// A session ended; `score` is what its misbehaviour came to, `vouched` that vouch() was
    /// called.
    void leave(const std::string& address, double score, bool vouched, ClockReading at);

    /// Refuses the worker at this address for the cool-down.
    void suspend(const std::string& address, const std::string& worker, ClockReading at);
    [[nodiscard]] bool suspended(const std::string& address, const std::string& worker,
                                 ClockReading at) const;

    /// Addresses remembered, for tests.
    [[nodiscard]] std::size_t size() const;

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// From here on, whenever the table has doubled, addresses without a session and with nothing
    /// to remember are forgotten.
    static constexpr std::size_t tidy_size_min = 10'000;
    /// Each took hundreds of invalid shares; beyond it the next ones are not suspended.
    static constexpr std::size_t suspended_max = 10'000;

    struct Entry {
        std::size_t sessions = 0;
        std::size_t vouched = 0;  ///< sessions in good standing
        TimePoint standing_until = TimePoint::min();
        DecayingScore score;
        TimePoint throttled_until = TimePoint::min();
        TokenBucket admissions{{}, {}};  ///< while throttled
    };

    [[nodiscard]] Rate rate_of(const Entry& entry, TimePoint at) const noexcept;
    [[nodiscard]] bool forgettable(const Entry& entry, TimePoint at) const noexcept;
    void tidy(TimePoint at);

    const AbuseOptions options_;
    const std::size_t sessions_total_max_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::size_t sessions_total_ = 0;
    std::size_t tidy_size_ = tidy_size_min;
    std::unordered_map<std::string, TimePoint> suspended_;  ///< by address and worker: until when
};

}  // namespace sluice::pool
