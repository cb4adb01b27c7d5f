#pragma once
/// How many files and sockets this process may have open, and who gets them. Call at start, before
/// threads exist.

#include "base/result.hpp"

#include <cstddef>

namespace sluice::pool {

/// Raises the soft limit to the hard one (getrlimit(2), RLIMIT_NOFILE): the usual soft limit of
/// 1024 is an age-old default for select(), far below what a pool serves. Logs one line; returns
/// the limit now in force.
std::size_t raise_open_files_limit();

/// What takes descriptors besides the peers' connections.
struct OpenFilesNeeds {
    std::size_t shards = 1;
    std::size_t stratum_addresses = 1;  ///< each is listened on by each shard
    std::size_t http_addresses = 1;

    bool operator==(const OpenFilesNeeds&) const = default;
};

/// Connections that fit beside them.
struct OpenFilesPlan {
    std::size_t sessions = 0;
    std::size_t http_connections = 0;

    bool operator==(const OpenFilesPlan&) const = default;
};

/// Visitors of the page and scrapers of the metrics get a quarter of what is left, up to this many.
inline constexpr std::size_t http_connections_wanted = 256;

/// The error says how many files the pool needs and how to allow them.
[[nodiscard]] Result<OpenFilesPlan> plan_open_files(std::size_t limit, const OpenFilesNeeds& needs);

}  // namespace sluice::pool
