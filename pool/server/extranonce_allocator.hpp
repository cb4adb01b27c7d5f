#pragma once
/// ExtranonceAllocator gives every session of every shard its own extranonce1, so that no two of
/// them hash the same coinbase. A session id names the extranonce1 and the run of the pool it was
/// given in. What is resumed was held in this run by a session that has ended, and comes with that
/// session's jobs: under the same extranonce1 the same jobs keep their terms. Thread-safe.

#include "pool/server/issued_jobs.hpp"
#include "pool/server/server_options.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sluice::pool {

using Extranonce1 = std::array<std::uint8_t, extranonce1_size>;

/// Where an ended session left off.
struct ResumedSession {
    Extranonce1 extranonce1{};
    ParkedJobs jobs;
};

class ExtranonceAllocator {
public:
    /// Ended sessions that may still be resumed, the latest ones; about 2 KB each at most.
    static constexpr std::size_t resumable_max = 10'000;

    /// `run` is random: it tells this run of the pool from others, and where counting starts.
    explicit ExtranonceAllocator(std::uint64_t run);

    /// One that no session holds.
    [[nodiscard]] Extranonce1 allocate();
    /// The one that `session_id` names, if its session is among those that may be resumed.
    [[nodiscard]] std::optional<ResumedSession> resume(std::string_view session_id);
    /// The session ended.
    void release(const Extranonce1& extranonce1, ParkedJobs jobs);

    [[nodiscard]] std::string session_id(const Extranonce1& extranonce1) const;

private:
    struct Ended {
        ParkedJobs jobs;
        std::uint64_t number = 0;  ///< which of all ends
    };

    const std::uint32_t run_;
    std::mutex mutex_;
    std::uint32_t next_;
    std::unordered_set<std::uint32_t> held_;
    std::unordered_map<std::uint32_t, Ended> ended_;
    /// Every entry of ended_ with its number, oldest first, and some that were resumed since.
    std::deque<std::pair<std::uint32_t, std::uint64_t>> ends_;
    std::uint64_t ends_seen_ = 0;
};

}  // namespace sluice::pool
