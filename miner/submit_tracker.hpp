#pragma once
/// Follows every found share to its end: waiting, submitted, answered; or stale, or lost. After a
/// reconnect under the resumed subscription, shares without an answer are submitted again. Pure:
/// time comes in, actions go out. Not thread-safe.

#include "miner/clock.hpp"
#include "miner/session_action.hpp"
#include "protocol/stratum/message.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::miner {

class SubmitTracker {
public:
    /// Submits without an answer at a time; more than any pool lets a miner have.
    static constexpr std::size_t unanswered_max = 512;
    /// Shares kept while they cannot be sent.
    static constexpr std::size_t waiting_max = 4096;
    static constexpr std::chrono::seconds answer_timeout{60};

    /// What an answer was about.
    struct Settled {
        bool known = false;       ///< it answered a submit
        std::optional<int> code;  ///< why the pool refused it
    };

    explicit SubmitTracker(std::string worker) : worker_(std::move(worker)) {}

    /// From now on shares of this job count as current; those of jobs that it voids are stale.
    void job_started(const MiningJob& job);

    /// No share is waiting or unanswered.
    [[nodiscard]] bool empty() const noexcept { return waiting_.empty() && unanswered_.empty(); }

    void add(FoundShare share, Actions& out);

    /// Submits what waits, except stale shares that solve no block. `next_id` counts the
    /// connection's requests.
    void send_waiting(TimePoint now, std::int64_t& next_id, Actions& out);

    [[nodiscard]] Settled answer(std::int64_t id, const protocol::stratum::Reply& reply,
                                 TimePoint now, Actions& out);

    /// Gives up on submits whose answer is overdue.
    void expire(TimePoint now, Actions& out);

    /// The pool has resumed the subscription on a new connection: what has no answer is to be
    /// submitted again.
    void resume();

    /// Counts everything that is waiting or unanswered as lost.
    void abandon(std::string_view why, Actions& out);

private:
    struct Pending {
        FoundShare share;
        TimePoint sent;
        bool resubmitted = false;  ///< comes from an earlier connection
    };

    [[nodiscard]] bool is_stale(const Pending& pending) const;

    std::string worker_;
    std::deque<Pending> waiting_;
    std::map<std::int64_t, Pending> unanswered_;
    std::optional<protocol::Hash256> previous_;  ///< block that the current job builds on
    std::uint64_t first_live_job_ = 0;           ///< jobs numbered below were voided
};

}  // namespace sluice::miner
