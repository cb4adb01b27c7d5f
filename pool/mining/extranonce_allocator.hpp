#pragma once
/// ExtranonceAllocator gives every session of every shard its own extranonce1, so that no two of
/// them hash the same coinbase, and a session id of 64 random bits: who knows it may resume the
/// session once it has ended, and nobody can guess it. What is resumed comes with that session's
/// jobs: under the same extranonce1 the same jobs keep their terms. Thread-safe.

#include "pool/base/server_options.hpp"
#include "pool/mining/issued_jobs.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sluice::pool {

using Extranonce1 = std::array<std::uint8_t, extranonce1_size>;

/// What a session is known by.
struct SessionIdentity {
    Extranonce1 extranonce1{};
    std::uint64_t id = 0;

    /// As the miner is told it: 16 hex digits.
    [[nodiscard]] std::string id_text() const;

    bool operator==(const SessionIdentity&) const = default;
};

/// Where an ended session left off.
struct ResumedSession {
    SessionIdentity identity;
    ParkedJobs jobs;
};

class ExtranonceAllocator {
public:
    /// Ended sessions that may still be resumed, the latest ones; about 2 KB each at most.
    static constexpr std::size_t resumable_max = 10'000;
    /// Of the 256 issues of a job, those that may be used up before the session is not resumed:
    /// each resumption needs one, and vardiff needs the others.
    static constexpr std::uint8_t reissues_to_resume_max = 128;

    /// `random` gives 64 unpredictable bits at a time, on any thread, one call at a time.
    explicit ExtranonceAllocator(std::function<std::uint64_t()> random);

    /// Of a new session; its extranonce1 belongs to no other that is open or may be resumed.
    [[nodiscard]] SessionIdentity allocate();
    /// The session that `id_text` names, if it is among those that may be resumed.
    [[nodiscard]] std::optional<ResumedSession> resume(std::string_view id_text);
    /// The session ended and is not to be resumed.
    void release(const SessionIdentity& identity);
    /// The session ended and may be resumed, until resumable_max others have been parked.
    void park(const SessionIdentity& identity, ParkedJobs jobs);

private:
    struct Parked {
        std::uint32_t extranonce1 = 0;
        std::uint64_t number = 0;  ///< which of all that were parked
        ParkedJobs jobs;
    };

    const std::function<std::uint64_t()> random_;
    std::mutex mutex_;
    std::uint32_t next_;
    std::unordered_set<std::uint32_t> taken_;
    std::unordered_map<std::uint64_t, Parked> parked_;  ///< by session id
    /// Every entry of parked_ with its number, oldest first, and some that were resumed since.
    std::deque<std::pair<std::uint64_t, std::uint64_t>> order_;
    std::uint64_t parked_before_ = 0;
};

}  // namespace sluice::pool
