#pragma once
/// Connects to the first of a host's addresses that answers, after the idea of RFC 8305: they are
/// tried in order, each with a head start over the next, beside each other until one connects. An
/// address that drops packets costs the head start and not the pool. For one io_context thread.

#include "base/result.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace sluice::miner {

struct ConnectLimits {
    /// RFC 8305, section 5, recommends 250 ms.
    std::chrono::milliseconds head_start{250};
    /// For each address from its own start. SYNs are repeated after 1, 3 and 7 s.
    std::chrono::milliseconds address_timeout{10000};
    /// Addresses tried in one go, more than most names have. Name servers turn the order around, so
    /// that further ones have their turn at a later attempt.
    std::size_t addresses_max = 8;
};

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// The addresses with the two families taking turns, beginning with the first one's (RFC 8305,
/// section 4), at most `addresses_max`.
[[nodiscard]] Endpoints connect_order(const Endpoints& found, std::size_t addresses_max);

/// A connected socket, or what the last address said, within addresses_max * head_start +
/// address_timeout. Cancelling the coroutine ends all attempts.
[[nodiscard]] boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect_first(
    Endpoints endpoints, ConnectLimits limits);

}  // namespace sluice::miner
