#pragma once
/// ServerOptions: every setting and limit of the Stratum server, each named once with its reason.
/// Regular value; fixed once the server is made.

#include "pool/base/endpoint.hpp"
#include "pool/base/token_bucket.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::pool {

/// Bytes of an extranonce1: 2^32 sessions at once, and every known firmware takes four.
inline constexpr std::size_t extranonce1_size = 4;

inline constexpr std::uint32_t default_version_mask = 0x1fff'e000;  ///< what BIP320 allows

/// Share difficulties that credits (64-bit counts of expected hashes) and targets can carry; the
/// floor is four hashes of sha256d, so that a load test loads the pool and not its own CPUs.
inline constexpr double share_difficulty_floor = 0x1p-30;
inline constexpr double share_difficulty_ceiling = 0x1p30;

/// Every job's share difficulty follows the network's down to here, whatever was configured or
/// wished: above the network's, blocks would be thrown away. Below, miners would flood the pool
/// with shares that are all blocks of a chain where they cost nothing: this one takes four million
/// hashes of sha256d, a fraction of a second of one processor core.
inline constexpr double followed_network_min = 0x1p-10;

/// Share difficulty of sessions, within [share_difficulty_floor, share_difficulty_ceiling].
struct ShareDifficultyOptions {
    double start = 1;
    double min = 0.001;
    double max = share_difficulty_ceiling;
    double rental_min = 524288;     ///< NiceHash refuses sha256d work below it
    bool vardiff = true;            ///< false: a session keeps the difficulty it starts with
    double shares_per_minute = 18;  ///< what vardiff aims at
    double memory_s = 300;          ///< how fast vardiff forgets

    bool operator==(const ShareDifficultyOptions&) const = default;
};

/// A session or worker that sends mostly rubbish is dropped, and its address is admitted at a
/// limited rate for a while; never a ban, since a farm may stand behind one address.
struct AbuseOptions {
    std::size_t sessions_per_address_max = 4096;
    /// Invalid shares and junk lines, less accepted shares: of a session, of a worker, and of the
    /// sessions of an address that ended.
    int score_max = 200;
    double score_decay_per_s = 1;
    /// How long a worker is suspended, and its address throttled.
    std::chrono::seconds cool_down{60};
    /// Connections of a throttled address without a session in good standing: room for a hall that
    /// restarts, and hardly work for the pool.
    Rate throttled{1000, 10};
    /// How long an address counts as in good standing after its last session that had a share: a
    /// power cut, a restart of the router.
    std::chrono::seconds standing_memory{3600};

    bool operator==(const AbuseOptions&) const = default;
};

/// What one session may send. An honest miner stays far below: its shares come at the rate that
/// vardiff aims at, and little else comes at all.
struct SessionRateOptions {
    /// Lines that are not accepted shares: a proxy's logins at once, a burst of stale shares.
    Rate messages{2000, 20};
    /// Accepted shares easier than the difficulty in force, which come from jobs issued before it
    /// rose: at once, and sustained as a multiple of the wanted rate.
    double outdated_shares_burst = 2000;
    double outdated_shares_times_wanted = 20;
    /// Times that a session may change its wishes for its difficulty: each uses up an issue of the
    /// job, and vardiff needs some too.
    int wishes_max = 16;

    bool operator==(const SessionRateOptions&) const = default;
};

struct ServerOptions {
    std::vector<Endpoint> listen{{"127.0.0.1", 3333}};  ///< numeric; port 0: any free one
    /// Where miners are sent by client.reconnect, in turn, when the work is withdrawn; they follow
    /// to hosts of the same domain, if at all. Empty: they are only disconnected.
    std::vector<Endpoint> reconnect{};
    std::size_t shards = 0;  ///< threads with listening sockets; 0: one a core, in a configuration
    std::size_t extranonce2_size = 4;                   ///< bytes, 2 to 8; the jobs' own
    std::uint32_t version_mask = default_version_mask;  ///< offered until the first job says
    ShareDifficultyOptions difficulty;
    AbuseOptions abuse;
    SessionRateOptions rates;

    [[nodiscard]] Rate outdated_shares() const noexcept {
        return {rates.outdated_shares_burst,
                rates.outdated_shares_times_wanted * difficulty.shares_per_minute / 60};
    }

    /// From the connection to subscribe and authorize.
    std::chrono::seconds login_timeout{30};
    /// Without a line from the miner. A slow miner at the right difficulty sends many a minute.
    std::chrono::seconds idle_timeout{600};
    /// One write that does not end: the peer has stopped reading.
    std::chrono::seconds send_timeout{60};
    /// How long a stop, or a peer that closed its side, waits for commits and the last replies.
    std::chrono::milliseconds drain_timeout{2000};
    /// After the last reply: time for the peer to receive it and to close. Closing at once would
    /// reset the connection, and with it replies under way, if the peer had sent more.
    std::chrono::milliseconds linger_timeout{500};

    /// Of all shards together. Each takes a file descriptor, and the pool needs some for its
    /// ledger, its node and its page: keep it that far below the process's limit.
    std::size_t sessions_total_max = 100'000;
    /// Bytes waiting for a peer that does not read; some ten jobs with a large branch.
    std::size_t send_queue_bytes_max = std::size_t{256} * 1024;
    /// Bytes waiting for all peers of all shards: when a job finds more, it costs connections until
    /// there are no more, those without a share first, then those that have left most unread.
    std::size_t unsent_bytes_total_max = std::size_t{256} * 1024 * 1024;
    /// The kernel's buffers of one connection: a job with a large branch, and a line of the longest
    /// kind several times. Left to itself the kernel takes up to 4 MB for each.
    int socket_send_bytes = 64 * 1024;
    int socket_receive_bytes = 64 * 1024;
    /// Replies held for a commit in one session; beyond it the session is not read from.
    std::size_t held_replies_max = 1024;
    /// Names authorised on one connection, as proxies do.
    std::size_t workers_per_session_max = 256;

    bool operator==(const ServerOptions&) const = default;
};

}  // namespace sluice::pool
