#pragma once
/// The address of a pool as it stands on the command line: stratum+tcp://HOST:PORT, where HOST is a
/// name, an IPv4 address or an IPv6 address in brackets. Other miners' ways of writing the same
/// (HOST:PORT, stratum://, tcp://, capitals, #xnsub) are read too. Regular value; pure, any thread.

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::miner {

struct PoolUrl {
    std::string host;  ///< without brackets
    std::uint16_t port = 0;

    [[nodiscard]] std::string text() const;
    bool operator==(const PoolUrl&) const = default;
};

/// The error says what was wrong and what the form is.
[[nodiscard]] Result<PoolUrl> parse_pool_url(std::string_view text);

/// Host names compare without regard to case (RFC 4343).
[[nodiscard]] bool same_host(std::string_view a, std::string_view b);

}  // namespace sluice::miner
