#pragma once
/// Follows every found share to its end: waiting, submitted, answered; or stale, or lost. Blocks go
/// before shares. After a reconnect under the resumed subscription, shares without an answer are
/// submitted again. Pure: time comes in, actions go out. Not thread-safe.

#include "base/clock.hpp"
#include "miner/pools/answer_watch.hpp"
#include "miner/pools/stratum_v1/session_action.hpp"
#include "protocol/stratum_v1/message.hpp"

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
    /// Blocks that wait, and that may be unanswered beyond unanswered_max: more than any miner
    /// finds before one is answered.
    static constexpr std::size_t blocks_max = 256;
    /// Blocks on one previous block that are no shares: the first that the node takes ends them.
    static constexpr int bare_blocks_max = 16;
    static constexpr std::chrono::seconds answer_timeout{60};
    /// Between warnings of lost shares.
    static constexpr std::chrono::seconds loss_warning_gap{60};

    /// What an answer was about.
    struct Settled {
        bool known = false;       ///< it answered a submit
        std::optional<int> code;  ///< why the pool refused it
    };

    SubmitTracker(std::string worker, const AnswerLimits& limits)
        : worker_(std::move(worker)), limits_(limits), watch_(limits) {}

    /// From now on shares of this job count as current; those of jobs that it voids are stale.
    void job_started(const MiningJob& job);

    /// No share is waiting or unanswered.
    [[nodiscard]] bool empty() const noexcept {
        return blocks_.empty() && waiting_.empty() && unanswered_.empty();
    }

    void add(FoundShare share, Actions& out);
    /// Counts as lost a share that will have no answer; a lost block is a warning at once.
    void lose(const FoundShare& share, const char* why, Actions& out);

    /// Submits what waits, blocks first, except stale shares that solve no block. `next_id` counts
    /// the connection's requests.
    void send_waiting(TimePoint now, std::int64_t& next_id, Actions& out);

    [[nodiscard]] Settled answer(std::int64_t id, const protocol::stratum_v1::Reply& reply,
                                 TimePoint now, Actions& out);

    /// Gives up on submits whose answer is overdue, and warns of what went wrong.
    void tick(TimePoint now, Actions& out);

    /// No submit was answered for AnswerLimits::silence_max.
    [[nodiscard]] bool pool_is_silent(TimePoint now) const { return watch_.silent_too_long(now); }
    /// AnswerWatch::silent_since.
    [[nodiscard]] std::optional<TimePoint> silent_since() const { return watch_.silent_since(); }
    /// AnswerWatch::all_rejected.
    [[nodiscard]] std::string all_rejected() { return watch_.all_rejected(); }

    /// The connection has ended.
    void disconnected() noexcept { watch_.nothing_due(); }

    /// The pool has resumed the subscription on a new connection: what has no answer is to be
    /// submitted again.
    void resume();

    /// Counts everything that is waiting or unanswered as lost.
    void abandon(std::string_view why, Actions& out);
    /// The miner turns to another pool: this one gets another trial when it comes back.
    void forget_rejects() { watch_.forget_rejects(); }

private:
    struct Pending {
        FoundShare share;
        TimePoint sent;
        bool resubmitted = false;  ///< comes from an earlier connection
    };

    [[nodiscard]] bool is_stale(const Pending& pending) const;
    void submit(Pending pending, TimePoint now, std::int64_t& next_id, Actions& out);

    std::string worker_;
    AnswerLimits limits_;
    std::deque<Pending> blocks_;   ///< that wait
    std::deque<Pending> waiting_;  ///< shares, and blocks that found no room
    std::map<std::int64_t, Pending> unanswered_;
    std::optional<protocol::Hash256> previous_;  ///< block that the current job builds on
    std::uint64_t first_live_job_ = 0;           ///< jobs numbered below were voided
    int bare_blocks_ = 0;                        ///< on previous_
    AnswerWatch watch_;
    std::uint64_t lost_ = 0;      ///< since the last warning
    const char* last_loss_ = "";  ///< why
    TimePoint next_loss_warning_;
};

}  // namespace sluice::miner
