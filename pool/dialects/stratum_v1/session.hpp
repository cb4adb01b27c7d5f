#pragma once
/// Session: one miner's conversation as a state machine, without a socket and without a clock.
/// Lines, jobs, commits and the passing of time go in; lines come out in an OutputQueue, and
/// credits and blocks in ChannelServices. Belongs to its shard's thread. Stratum V1 as fielded;
/// BIP310 for version rolling.

#include "pool/base/clock_reading.hpp"
#include "pool/base/decaying_score.hpp"
#include "pool/base/output_queue.hpp"
#include "pool/base/token_bucket.hpp"
#include "pool/dialects/stratum_v1/reply_gate.hpp"
#include "pool/jobs/share_check.hpp"
#include "pool/mining/channel_difficulty.hpp"
#include "pool/mining/channel_services.hpp"
#include "pool/mining/channel_worker.hpp"
#include "pool/mining/issued_jobs.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool {

/// Why the pool ends a session.
enum class CloseReason : std::uint8_t { none, login_timeout, idle, misbehaviour, flood };

[[nodiscard]] std::string_view to_string(CloseReason reason) noexcept;

class Session {
public:
    /// `services` and `output` outlive the session; `address` is for logs.
    Session(ChannelServices& services, OutputQueue& output, std::string address, ClockReading at);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// One line without its end, never blank.
    void on_line(std::string_view line, ClockReading at);
    /// The shard has a new current job in its services.
    void on_job();
    void on_settled(const SettledBatches& settled) { replies_.settle(settled); }
    void send_away();  ///< names the pool to go to, if there is one; the connection ends then
    /// Deadlines and vardiff; due at next_tick() or later.
    void on_tick(ClockReading at);
    [[nodiscard]] std::chrono::steady_clock::time_point next_tick() const noexcept;

    /// Adds to score(); too much of it ends the session.
    void add_penalty(double points);
    /// Invalid shares and junk, less accepted shares, those of its workers included.
    [[nodiscard]] double score() const noexcept;
    /// Whether a share of it was accepted.
    [[nodiscard]] bool in_good_standing() const noexcept { return vouched_; }

    [[nodiscard]] CloseReason close_reason() const noexcept { return close_reason_; }
    /// Replies that wait for a commit, or for a hash before it.
    [[nodiscard]] std::size_t held_replies() const noexcept { return replies_.held() + hashing_; }

private:
    friend struct SessionMethods;
    using MessageId = protocol::stratum_v1::MessageId;
    using Worker = ChannelWorker;
    using Workers = std::map<std::string, Worker, std::less<>>;

    void dispatch(std::string_view line, ClockReading at);
    void reply(const MessageId& id, std::string_view line);

    /// A share of mining.submit on its way to a verdict (session_submit.cpp).
    struct Claim {
        const IssuedJob& issued;
        ShareFields share;
        std::string_view id;      ///< of the request
        std::string_view worker;  ///< as the request names it
        Worker* by;               ///< null: not authorised here
        ClockReading at;
        /// What is held against the share whatever its hash: `accepted` is nothing.
        ShareVerdict objection = ShareVerdict::accepted;
    };
    void submit(ClockReading at);
    void refuse_without_job(ShareVerdict objection, Worker* worker);
    void hash_later(const Claim& claim, const ShareOutcome& outcome);
    void conclude(const Claim& claim, const ShareOutcome& outcome);
    /// Of the share itself; whether it makes a block is another matter.
    [[nodiscard]] ShareVerdict verdict_of(const Claim& claim, const ShareOutcome& outcome);
    void accept(const Claim& claim, const ShareOutcome& outcome);
    void report_block(const Claim& claim, const ShareOutcome& outcome);
    /// A null `worker`: none that is authorised.
    void refuse(std::string_view id, ShareVerdict verdict, Worker* worker);
    void refuse(std::string_view id, protocol::stratum_v1::RejectCode code, std::string_view text,
                monitor::RejectReason reason, Worker* worker);
    /// An invalid share: too many suspend the worker, and end a session without a better one.
    void penalise_share(std::string_view name, Worker* worker);
    void reward_share(Worker& worker);
    /// Whether the share came under easier terms than are in force, too many of which came before.
    [[nodiscard]] bool floods(const Claim& claim);
    /// Brings the shares that wait for their hash to a verdict, so that replies keep their order.
    void settle_hashing();

    /// What the session leaves behind for the one that comes after it.
    void leave();
    void end(CloseReason reason);
    void start_work_when_ready(ClockReading at);
    /// Tells the mask and the difficulty of jobs to come, where they changed.
    void announce_terms();
    /// Warns once in the whole server when the network is easier than a floor.
    void note_lost_floor();
    /// Gives the current job under an id that is new to this session.
    void issue_job(bool clean);
    /// After any change of difficulty_: the new one is sent with the current job under a new id, so
    /// that it holds from that job on.
    void apply_difficulty();

    ChannelServices& services_;
    OutputQueue& output_;
    ReplyGate replies_;
    const std::string address_;
    const std::string peer_;  ///< peer_of(address_)
    std::string agent_;
    std::optional<SessionIdentity> identity_;  ///< once subscribed
    Workers workers_;                          ///< authorised names
    bool works_ = false;                       ///< subscribed and authorised, so jobs flow

    std::optional<std::uint32_t> rollable_;  ///< bits the miner can roll, once configured
    std::uint32_t announced_mask_ = 0;       ///< the mask it was last told

    ChannelDifficulty difficulty_;
    double announced_difficulty_ = 0;  ///< what it was last told; 0: nothing yet
    protocol::Target target_;          ///< of announced_difficulty_
    IssuedJobs jobs_;
    std::size_t hashing_ = 0;  ///< shares that wait in services_.hasher
    /// The miner has submitted a block that misses its share target, as not every miner does.
    bool submits_all_blocks_ = false;

    bool resumed_ = false;  ///< its identity was vouched for on an earlier connection
    bool vouched_ = false;  ///< services_.peers knows of it: it had an accepted share
    DecayingScore score_;
    TokenBucket messages_;
    TokenBucket outdated_shares_;
    CloseReason close_reason_ = CloseReason::none;
    std::chrono::steady_clock::time_point opened_at_;
    ClockReading heard_;  ///< of the latest line
    std::chrono::steady_clock::time_point vardiff_due_;
};

}  // namespace sluice::pool
