#pragma once
/// Conduct: how a miner behaves, whatever its workers find: how much it says, what it is blamed
/// for, and whether that ends its connection. Belongs to its channel's thread.

#include "pool/base/clock_reading.hpp"
#include "pool/base/decaying_score.hpp"
#include "pool/base/token_bucket.hpp"
#include "pool/mining/channel_services.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

/// Of a share in a score, a worker's or a connection's.
inline constexpr double invalid_share_points = 1;
inline constexpr double accepted_share_points = -1;

/// Why the pool ends a miner's connection.
enum class CloseReason : std::uint8_t { none, login_timeout, idle, misbehaviour, flood };

[[nodiscard]] std::string_view to_string(CloseReason reason) noexcept;

class Conduct {
public:
    /// `services` outlive it; `address` is for logs and limits.
    Conduct(ChannelServices& services, std::string address, ClockReading at);

    /// The miner said something. False: it says too much, and is to be closed.
    [[nodiscard]] bool hear(ClockReading at);
    /// When it last said something.
    [[nodiscard]] const ClockReading& heard() const noexcept { return heard_; }

    /// Adds to score(); too much of it ends the connection.
    void add_penalty(double points);
    /// For an accepted share.
    void reward();
    /// Whether one more share may come under easier terms than are in force.
    [[nodiscard]] bool allows_outdated_share(ClockReading at);
    /// Logs what may be an attack, and remembers the first reason.
    void end(CloseReason reason);

    void set_agent(std::string_view agent) { agent_ = agent.empty() ? "unknown" : agent; }
    [[nodiscard]] const std::string& agent() const noexcept { return agent_; }
    [[nodiscard]] const std::string& address() const noexcept { return address_; }
    [[nodiscard]] CloseReason close_reason() const noexcept { return close_reason_; }
    [[nodiscard]] double score() const noexcept { return score_.latest(); }

private:
    ChannelServices& services_;
    const std::string address_;
    std::string agent_;
    DecayingScore score_;
    TokenBucket messages_;
    TokenBucket outdated_shares_;
    ClockReading heard_;
    CloseReason close_reason_ = CloseReason::none;
};

}  // namespace sluice::pool
