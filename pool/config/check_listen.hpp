#pragma once
/// Which addresses to listen on cannot be had together, and who reaches them. Pure, any thread.

#include "pool/config/pool_config.hpp"

#include <string>
#include <vector>

namespace sluice::pool {

/// Whether a server on one of them keeps the port from the other: the same address in any spelling,
/// or 0.0.0.0 (all of IPv4) or [::] (all, on Linux) beside a single one. Port 0 is any free one.
[[nodiscard]] bool overlap(const Endpoint& one, const Endpoint& other);

/// Whether only this machine reaches it: 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const Endpoint& endpoint);

/// Two addresses that overlap.
struct ListenClash {
    Endpoint one;
    Endpoint other;
};
[[nodiscard]] std::vector<ListenClash> clashes_within(const std::vector<Endpoint>& list);
[[nodiscard]] std::vector<ListenClash> clashes_between(const std::vector<Endpoint>& one,
                                                       const std::vector<Endpoint>& other);

}  // namespace sluice::pool
