#pragma once
/// Hands the device workers their assignments: disjoint parts of the current job's nonce space,
/// each big enough for seconds or minutes of scanning, so that a worker seldom comes here. The
/// network thread publishes jobs; every change of work bumps an epoch, which the workers' scans
/// watch and which stops them within milliseconds. Thread-safe; the lock is held for a few
/// instructions.

#include "miner/work/job_family.hpp"
#include "miner/work/mining_job.hpp"
#include "miner/work/nonce_space.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace sluice::miner {

/// One column of a job's nonce space, used up from the front by one worker.
struct Assignment {
    std::uint32_t versions_max = kernels::versions_usual;  ///< what the worker wants of its columns
    SharedJob job;                                         ///< null: none yet
    Column column;
    std::uint64_t epoch = 0;  ///< of the WorkSource when it was handed out
    std::uint64_t space = 0;  ///< which nonce space the column belongs to
    kernels::NonceRange left;

    /// Cuts up to `count` nonces off the front; empty when none are left.
    [[nodiscard]] kernels::NonceRange cut(std::uint64_t count) noexcept;
};

struct WorkSourceOptions {
    std::uint64_t nonces_per_column = std::uint64_t{1} << 32;
    /// Pools take times of up to 600 s (btcpool) or 7000 s (ckpool) ahead; stay well inside.
    std::uint32_t time_rolls_max = 300;
};

class WorkSource {
public:
    /// All jobs are of that family.
    explicit WorkSource(const JobFamily& family, const WorkSourceOptions& options = {})
        : family_(family), options_(options) {}

    /// Makes `job` the current work. A job with the same headers as a recent one (a new difficulty,
    /// or a resumed session) goes on in the same nonce space.
    void publish(SharedJob job);

    /// There is nothing worth hashing until the next publish().
    void withdraw();

    /// Wakes every waiting worker and refuses them from now on.
    void stop();

    enum class Wait { yes, no };

    /// Replaces `assignment` by work of the current epoch: what is left of itself when its nonce
    /// space is still current (nonces cut off before are not given again, though their scan may
    /// have been stopped), otherwise a fresh column. Without any, waits, or leaves it empty. False:
    /// there was none, or the source has stopped.
    [[nodiscard]] bool refresh(Assignment& assignment, Wait wait);

    [[nodiscard]] const std::atomic<std::uint64_t>& epoch() const noexcept { return epoch_; }
    [[nodiscard]] bool stopped() const noexcept { return stopped_.load(std::memory_order_relaxed); }

private:
    struct Space {
        std::uint64_t number;
        SharedJob job;  ///< what same_headers compares with
        NonceSpace columns;
        bool exhaustion_logged = false;
    };

    [[nodiscard]] bool try_refresh(Assignment& assignment);
    [[nodiscard]] Space& space_of(const SharedJob& job);

    const JobFamily& family_;
    const WorkSourceOptions options_;
    std::atomic<std::uint64_t> epoch_{1};
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    std::condition_variable changed_;
    SharedJob job_;             ///< null: no work
    std::deque<Space> recent_;  ///< the current job's space is at the front
    std::uint64_t spaces_made_ = 0;
};

}  // namespace sluice::miner
