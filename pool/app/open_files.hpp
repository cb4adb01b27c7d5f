#pragma once
/// How many files and sockets this process may have open. Call at start, before threads exist.

#include <cstddef>

namespace sluice::pool {

/// Descriptors kept free for what is not a miner's connection: databases, listening sockets, the
/// node, the page's visitors.
inline constexpr std::size_t open_files_reserve = 64;

/// Raises the soft limit to the hard one (getrlimit(2), RLIMIT_NOFILE): the usual soft limit of
/// 1024 is an age-old default for select(), far below what a pool serves. Logs one line; returns
/// the limit now in force.
std::size_t raise_open_files_limit();

/// Miners' connections that fit under a limit of `open_files`.
[[nodiscard]] constexpr std::size_t sessions_within(std::size_t open_files) noexcept {
    return open_files > 2 * open_files_reserve ? open_files - open_files_reserve : open_files / 2;
}

}  // namespace sluice::pool
