#pragma once
/// IssuedJobs: the jobs one session was given, each with the terms it was given under, so that a
/// share is judged and credited at the difficulty issued with its job. Keeps the newest jobs, those
/// on the tips just left among them: their shares are stale, but a block among those may still win
/// its race. Not thread-safe.

#include "pool/jobs/job.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::pool {

struct IssuedJob {
    std::shared_ptr<const Job> job;
    std::uint8_t reissue = 0;  ///< which one of the job's; 0: under its own id
    double difficulty = 0;
    protocol::Target target;         ///< of the difficulty
    std::uint32_t version_mask = 0;  ///< agreed when it was issued, and since
    /// When the tip moved off the job's previous block; never taken back, or a share could count
    /// again on a tip that comes back.
    std::optional<std::chrono::steady_clock::time_point> left_at{};
};

/// The highest number that a session has used of its newest job.
struct LastIssue {
    std::uint32_t job_id = 0;
    std::uint8_t reissue = 0;
};

/// What an ended session was given, for the session that resumes it. Keeps no job alive: what no
/// session mines any more needs no answer.
struct ParkedJobs {
    struct Row {
        std::weak_ptr<const Job> job;
        IssuedJob issued;  ///< without its job
    };
    std::vector<Row> rows;
    std::optional<LastIssue> last;
};

class IssuedJobs {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Template refreshes on one tip that a miner may lag behind: eight minutes of two a minute.
    static constexpr std::size_t kept_max = 16;
    /// Tips that were left and whose blocks still count, and for how long: a block that is older
    /// has lost its race, and each job keeps its template in memory.
    static constexpr std::size_t left_tips_max = 2;
    static constexpr std::chrono::seconds left_kept{120};

    IssuedJobs() = default;
    explicit IssuedJobs(ParkedJobs parked);
    [[nodiscard]] ParkedJobs park() &&;

    /// The number to issue the job under: 0 the first time, then 1 and on. A number is never used
    /// twice for one job, or its shares would be valid under two difficulties. nullopt: none is
    /// left, or a newer job was issued already (to a resumed session on another shard); the session
    /// then waits for the next job.
    [[nodiscard]] std::optional<std::uint8_t> next_reissue(const Job& job) const noexcept;

    /// Adds a job under the number that next_reissue() gave; jobs on another previous block are
    /// left behind.
    void issue(IssuedJob issued);

    /// Drops the jobs of tips that were left too long ago.
    void forget_left(TimePoint now) noexcept;

    /// nullptr: unknown, or forgotten.
    [[nodiscard]] const IssuedJob* find(std::string_view id_text) const noexcept;
    /// Whether an id that find() does not know was a job's, before those kept.
    [[nodiscard]] bool is_stale(std::string_view id_text) const noexcept;

    /// A newly agreed mask is valid for all jobs at once (BIP310), and what was agreed before stays
    /// valid for shares in flight.
    void widen_masks(std::uint32_t mask) noexcept;

private:
    std::vector<IssuedJob> jobs_;  ///< oldest first
    std::optional<LastIssue> last_;
};

}  // namespace sluice::pool
