#pragma once
/// The miner's side of a Stratum V1 session with one pool, without socket, thread or clock: lines
/// and times come in, actions go out. It lives across reconnects, so that it can resume its
/// subscription. Wire format: protocol/stratum_v1; version rolling: BIP 310. Not thread-safe.

#include "base/clock.hpp"
#include "miner/pools/stratum_v1/session_action.hpp"
#include "miner/pools/stratum_v1/session_terms.hpp"
#include "miner/pools/stratum_v1/submit_tracker.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::miner {

struct SessionSettings {
    std::size_t pool = 0;  ///< index in the list of pools
    bool only_pool = true;
    std::string host;  ///< the only one that client.reconnect may name
    std::string user;
    std::string password;
    std::string agent;
    std::optional<protocol::Difficulty> suggest_difficulty;
    std::uint64_t share_difficulty_unit = 1;             ///< kernels::Algorithm's
    std::uint32_t version_mask = protocol::bip320_mask;  ///< asked for
    std::uint32_t version_min_bits = 2;                  ///< fewer do not fill one column
    std::chrono::seconds silence_max{120};  ///< without a line the connection is given up
    AnswerLimits answers;
};

class ClientSession {
public:
    static constexpr std::chrono::seconds handshake_timeout{15};
    /// An answered login without any job is a pool whose node is down.
    static constexpr std::chrono::seconds first_job_timeout{60};
    /// Unreadable lines in one connection, after which it is no Stratum pool.
    static constexpr int garbage_max = 10;
    /// Bytes shown of each: a whole HTTP status line, or the beginning of a mining.notify.
    static constexpr std::size_t excerpt_size_max = 80;

    explicit ClientSession(SessionSettings settings);

    void connected(TimePoint now, Actions& out);
    void line_received(std::string_view line, TimePoint now, Actions& out);
    void share_found(FoundShare share, TimePoint now, Actions& out);
    /// Call about once a second while connected.
    void tick(TimePoint now, Actions& out);
    void disconnected();
    /// The miner turns to another pool: what is pending here is lost.
    void abandon(std::string_view why, Actions& out);

    /// Whether shares are submitted or waiting to be.
    [[nodiscard]] bool awaits_answers() const noexcept { return !submits_.empty(); }
    /// Logged in, with a job.
    [[nodiscard]] bool working() const noexcept { return phase_ == Phase::ready && has_job_; }
    /// A later connection may go on with the subscription, and with its work.
    [[nodiscard]] bool resumable() const noexcept { return !resume_token_.empty(); }

private:
    enum class Phase { closed, subscribing, authorizing, ready };
    enum class Asked { configure, subscribe, authorize, other };

    using Reply = protocol::stratum_v1::Reply;
    using Request = protocol::stratum_v1::Request;

    template <class Message>
    void send_request(Asked asked, const Message& message, Actions& out);
    void enter(Phase phase, TimePoint now);

    void reply_received(const Reply& reply, TimePoint now, Actions& out);
    void configured(const Reply& reply, Actions& out);
    void subscribed(const Reply& reply, TimePoint now, Actions& out);
    void authorize(Actions& out);
    void authorized(const Reply& reply, TimePoint now, Actions& out);
    void no_submit_answered(Actions& out);
    void everything_rejected(const std::string& summary, Actions& out);
    void submit_answered(std::optional<int> code, Actions& out);

    /// These give what is wrong with the request; empty: nothing.
    [[nodiscard]] std::string request_received(const Request& request, TimePoint now, Actions& out);
    [[nodiscard]] std::string reconnect_asked(const Request& request, Actions& out);
    void notified(protocol::stratum_v1::Notify notify, Actions& out);
    void unreadable(std::string_view line, std::string_view fault, Actions& out);

    void start_job(MiningJob job, Actions& out);
    void adopt_pending_difficulty(Actions& out);

    SessionSettings settings_;
    SessionTerms terms_;
    SubmitTracker submits_;
    SubscriptionId subscription_;
    protocol::stratum_v1::SubscribeReply granted_;  ///< by the subscription, or later
    std::string resume_token_;                      ///< its session id; empty: nothing to resume

    Phase phase_ = Phase::closed;
    TimePoint phase_since_;
    TimePoint last_line_;
    std::map<std::int64_t, Asked> asked_;  ///< requests without an answer, submits excepted
    std::int64_t next_id_ = 1;
    int garbage_lines_ = 0;
    bool silent_before_ = false;  ///< an earlier connection ended so, and no answer came since

    /// The last that came before the subscription was answered: its extranonce is not known yet.
    std::optional<protocol::stratum_v1::Notify> early_notify_;
    SharedJob job_;         ///< the latest
    bool has_job_ = false;  ///< job_ came over this connection
    std::uint64_t jobs_ = 0;
};

}  // namespace sluice::miner
