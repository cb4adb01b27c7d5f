#pragma once
/// IssuedJobs: the jobs one session was given, each with the terms it was given under, so that a
/// share is judged and credited at the difficulty issued with its job. Keeps only jobs on the
/// current tip. Not thread-safe.

#include "pool/jobs/job.hpp"
#include "protocol/target.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

struct IssuedJob {
    std::shared_ptr<const Job> job;
    std::uint8_t reissue = 0;  ///< 0: under the job's own id; else the suffix of its id
    double difficulty = 0;
    protocol::Target target;         ///< of the difficulty
    std::uint32_t version_mask = 0;  ///< agreed when it was issued, and since
};

class IssuedJobs {
public:
    /// Template refreshes on one tip that a miner may lag behind: eight minutes of two a minute.
    static constexpr std::size_t kept_max = 16;

    [[nodiscard]] bool empty() const noexcept { return jobs_.empty(); }

    /// Adds a job; jobs on another previous block are forgotten.
    void issue(IssuedJob issued);

    /// nullptr: unknown, or forgotten.
    [[nodiscard]] const IssuedJob* find(std::string_view id_text) const noexcept;
    /// Whether an id that find() does not know was a job's, before those kept.
    [[nodiscard]] bool is_stale(std::string_view id_text) const noexcept;

    /// A newly agreed mask is valid for all jobs at once (BIP310), and what was agreed before stays
    /// valid for shares in flight.
    void widen_masks(std::uint32_t mask) noexcept;

    /// The next unused suffix; at most kept_max of them are alive, so it may wrap around.
    [[nodiscard]] std::uint8_t next_reissue() noexcept;

private:
    std::vector<IssuedJob> jobs_;  ///< oldest first
    std::uint8_t last_reissue_ = 0;
};

/// The id under which a session knows the job: the job's own, and two digits when it was re-issued.
[[nodiscard]] std::string id_text(const Job& job, std::uint8_t reissue);

}  // namespace sluice::pool
