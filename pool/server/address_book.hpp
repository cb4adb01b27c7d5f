#pragma once
/// AddressBook: how many sessions there are, in all and from each address, and how badly the
/// earlier ones of an address behaved. An address whose score passes the limit is not admitted for
/// a while; its open sessions go on, since a farm may stand behind it. Thread-safe.

#include "pool/server/moment.hpp"
#include "pool/server/server_options.hpp"

#include <cstddef>
#include <limits>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sluice::pool {

class AddressBook {
public:
    explicit AddressBook(AbuseOptions options,
                         std::size_t sessions_total_max = std::numeric_limits<std::size_t>::max())
        : options_(options), sessions_total_max_(sessions_total_max) {}

    enum class Admission { admitted, server_full, too_many_sessions, cooling_down };

    /// Each admission is ended by leave().
    [[nodiscard]] Admission admit(const std::string& address, Moment at);

    /// A session ended; `score` is what its misbehaviour came to.
    void leave(const std::string& address, double score, Moment at);

    /// Addresses remembered, for tests.
    [[nodiscard]] std::size_t size() const;

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// From here on, whenever the book has doubled, addresses without a session and with a decayed
    /// score are forgotten.
    static constexpr std::size_t tidy_size_min = 10'000;

    struct Entry {
        std::size_t sessions = 0;
        double score = 0;
        TimePoint scored_at;
        TimePoint closed_until;
    };

    [[nodiscard]] double decayed_score(const Entry& entry, TimePoint at) const noexcept;
    void tidy(TimePoint at);

    const AbuseOptions options_;
    const std::size_t sessions_total_max_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::size_t sessions_total_ = 0;
    std::size_t tidy_size_ = tidy_size_min;
};

}  // namespace sluice::pool
