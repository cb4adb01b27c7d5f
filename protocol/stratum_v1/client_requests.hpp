#pragma once
/// What a pool may ask of the mining software itself: client.reconnect, client.show_message and
/// client.get_version with its reply. Regular values. Pure, any thread.

#include "protocol/stratum_v1/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::protocol::stratum_v1 {

/// No host or port: reconnect to the same one. A miner follows to its own host only.
struct Reconnect {
    static constexpr std::string_view method = "client.reconnect";

    std::string host;
    std::uint16_t port = 0;
    std::uint32_t wait_s = 0;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Reconnect, StratumError> from_params(const Json& params);
    bool operator==(const Reconnect&) const = default;
};

struct ShowMessage {
    static constexpr std::string_view method = "client.show_message";

    std::string text;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<ShowMessage, StratumError> from_params(const Json& params);
    bool operator==(const ShowMessage&) const = default;
};

struct GetVersion {
    static constexpr std::string_view method = "client.get_version";

    [[nodiscard]] Json params() const { return Json::array(); }
    [[nodiscard]] static Result<GetVersion, StratumError> from_params(const Json& params);
    bool operator==(const GetVersion&) const = default;
};

struct GetVersionReply {
    std::string agent;

    [[nodiscard]] Json result() const { return agent; }
    [[nodiscard]] static Result<GetVersionReply, StratumError> from_result(const Json& result);
    bool operator==(const GetVersionReply&) const = default;
};

}  // namespace sluice::protocol::stratum_v1
