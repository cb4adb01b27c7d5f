#pragma once
/// Refusal: the causes for which peers of the Stratum port are turned away, as the metrics count
/// them. Plain values, any thread.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::pool::monitor {

/// Why a peer of the Stratum port was turned away, cut off or limited.
enum class Refusal : std::uint8_t {
    server_full,       ///< all sessions are taken
    address_full,      ///< the address has all the sessions it may have
    throttled,         ///< the address misbehaved and connects too fast
    evicted,           ///< made room for a newcomer, having had no accepted share
    tls,               ///< a TLS hello
    proxy_header,      ///< HAProxy's PROXY protocol
    http,              ///< a browser, a getwork miner, a health check
    junk,              ///< neither Stratum nor any of these
    misbehaviour,      ///< too many invalid shares or junk lines in one session
    worker_suspended,  ///< too many invalid shares of one worker
    flood,             ///< too many messages
    share_flood,       ///< more shares than its difficulty allows, or than one block has room for
    out_of_memory,     ///< there was no memory for it
    slow_reader,       ///< does not read what it is sent
};
inline constexpr std::size_t refusal_count = 14;

/// The label of metrics: the enumerator's name.
[[nodiscard]] std::string_view to_string(Refusal refusal) noexcept;

}  // namespace sluice::pool::monitor
