#pragma once
/// The methods of Stratum V1 that a miner may call, a row each, without mining.submit, which has a
/// path of its own in Session. Constant data; handlers belong to the channel's thread.

#include "pool/mining/channel.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <string>
#include <string_view>

namespace sluice::pool {

/// Does what the request asks and gives the line of its reply, which may say what is wrong with its
/// parameters. Then it is time for Channel::send_changes().
using MethodHandler = std::string (*)(Channel&, const protocol::stratum_v1::Request&, ClockReading);

/// nullptr when there is no such method.
[[nodiscard]] MethodHandler find_method(std::string_view method) noexcept;

}  // namespace sluice::pool
