#pragma once
/// ServerOptions: every setting and limit of the Stratum server, each named once with its reason.
/// Regular value; fixed once the server is made.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::pool {

/// Bytes of an extranonce1: 2^32 sessions at once, and every known firmware takes four.
inline constexpr std::size_t extranonce1_size = 4;

/// Share difficulties that credits (64-bit counts of expected hashes) and targets can carry.
inline constexpr double share_difficulty_floor = 0x1p-20;
inline constexpr double share_difficulty_ceiling = 0x1p30;

/// Share difficulty of sessions, within [share_difficulty_floor, share_difficulty_ceiling].
struct ShareDifficultyOptions {
    double start = 1024;
    double min = 1;
    double max = share_difficulty_ceiling;
    double rental_min = 524288;     ///< NiceHash refuses sha256d work below it
    bool vardiff = true;            ///< false: a session keeps the difficulty it starts with
    double shares_per_minute = 18;  ///< what vardiff aims at
    double memory_s = 300;          ///< how fast vardiff forgets
};

/// A peer that sends mostly rubbish is dropped, and its address waits before it may return; never
/// a permanent ban, since a farm may stand behind one address.
struct AbuseOptions {
    std::size_t sessions_per_address_max = 4096;
    double score_max = 200;  ///< invalid shares and junk lines, less accepted shares
    double score_decay_per_s = 1;
    std::chrono::seconds cool_down{60};
};

struct ListenAddress {
    std::string address = "0.0.0.0";  ///< numeric, IPv4 or IPv6
    std::uint16_t port = 3333;        ///< 0: any free one
};

struct ServerOptions {
    std::vector<ListenAddress> listen{ListenAddress{}};
    std::size_t shards = 1;                    ///< threads, each with its own listening sockets
    std::size_t extranonce2_size = 4;          ///< bytes, 2 to 8; the jobs' own
    std::uint32_t version_mask = 0x1fff'e000;  ///< offered until the first job says (BIP320)
    ShareDifficultyOptions difficulty;
    AbuseOptions abuse;

    /// From the connection to subscribe and authorize.
    std::chrono::seconds login_timeout{30};
    /// Without a line from the miner. A slow miner at the right difficulty sends many a minute.
    std::chrono::seconds idle_timeout{600};
    /// One write that does not end: the peer has stopped reading.
    std::chrono::seconds send_timeout{60};
    /// How long a stop, or a peer that closed its side, waits for commits and the last replies.
    std::chrono::milliseconds drain_timeout{2000};

    /// Of all shards together. Each takes a file descriptor, and the pool needs some for its books,
    /// its node and its page: keep it that far below the process's limit.
    std::size_t sessions_total_max = 100'000;
    /// Bytes waiting for a peer that does not read; some ten jobs with a large branch.
    std::size_t send_queue_bytes_max = std::size_t{256} * 1024;
    /// Replies held for a commit in one session; beyond it the session is not read from.
    std::size_t held_replies_max = 1024;
    /// Names authorised on one connection, as proxies do.
    std::size_t workers_per_session_max = 256;
};

}  // namespace sluice::pool
