#pragma once
/// What a Stratum peer may make us hold in memory: every limit of the wire format, named once with
/// its reason. Constants only.

#include <cstddef>

namespace sluice::protocol::stratum_v1 {

/// A line from a miner, bytes without the newline. The longest honest ones (capabilities, info of
/// mining.configure) stay under 2 KiB.
inline constexpr std::size_t client_line_size_max = std::size_t{16} * 1024;

/// A line from a pool: mining.notify with a 16 KB coinbase in hex and a full branch needs 35 KB.
inline constexpr std::size_t server_line_size_max = std::size_t{256} * 1024;

/// Nested arrays and objects in one line; the deepest known message (mining.capabilities) has 5.
inline constexpr int json_depth_max = 8;

/// Members and elements in one line, all levels together.
inline constexpr int json_members_max = 1024;

/// Text of an id as it is echoed; counters and short words in practice.
inline constexpr std::size_t id_size_max = 64;

/// Longest method name is mining.extranonce.subscribe, 28.
inline constexpr std::size_t method_size_max = 64;

inline constexpr std::size_t agent_size_max = 128;

/// Worker names: the longest a known firmware sends whole; block explorers and pages cope with it.
inline constexpr std::size_t worker_size_max = 191;

/// Counters in practice; p2pool sends 128-bit numbers of up to 39 digits. 128 bytes hold the
/// longest usual hash in hexadecimal.
inline constexpr std::size_t job_id_size_max = 128;

/// Extranonce2 as firmware can roll it; some cannot work above 8.
inline constexpr std::size_t extranonce2_size_max = 8;

/// Extranonce1 as sent by any pool: longer ones are refused by known firmware.
inline constexpr std::size_t extranonce1_size_max = 16;

}  // namespace sluice::protocol::stratum_v1
