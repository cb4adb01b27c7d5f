#pragma once
/// What opens a Stratum session: mining.configure (BIP 310), mining.subscribe and mining.authorize
/// with their replies. Regular values; decoding forgives what known firmware does (missing, null
/// or surplus parameters). Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::protocol::stratum_v1 {

/// Extension codes of BIP 310.
inline constexpr std::string_view version_rolling = "version-rolling";
inline constexpr std::string_view minimum_difficulty = "minimum-difficulty";
inline constexpr std::string_view subscribe_extranonce = "subscribe-extranonce";
inline constexpr std::string_view info = "info";

struct Configure {
    static constexpr std::string_view method = "mining.configure";

    std::vector<std::string> extensions;        ///< as asked, unknown ones too
    std::optional<std::uint32_t> version_mask;  ///< bits the miner can roll; none: any
    std::uint32_t version_min_bits = 0;         ///< fewest bits it can work with
    std::optional<double> minimum_difficulty;   ///< floor it asks for
    std::map<std::string, std::string> info;    ///< "hw-version" and the like, without "info."

    [[nodiscard]] bool asks(std::string_view extension) const;
    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Configure, StratumError> from_params(const Json& params);
    bool operator==(const Configure&) const = default;
};

/// One entry for each extension asked, and no key that was not: some firmware reconnects for ever
/// on others.
struct ConfigureReply {
    std::map<std::string, bool> accepted;
    std::optional<std::uint32_t> version_mask;  ///< with an accepted version-rolling

    [[nodiscard]] bool accepts(std::string_view extension) const;
    [[nodiscard]] Json result() const;
    [[nodiscard]] static Result<ConfigureReply, StratumError> from_result(const Json& result);
    bool operator==(const ConfigureReply&) const = default;
};

struct Subscribe {
    static constexpr std::string_view method = "mining.subscribe";

    std::string agent;                   ///< printable, cut to agent_size_max; "" when not a string
    std::optional<std::string> session;  ///< id of the session to resume

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Subscribe, StratumError> from_params(const Json& params);
    bool operator==(const Subscribe&) const = default;
};

struct SubscribeReply {
    std::string session;
    Bytes extranonce1;
    std::size_t extranonce2_size = 0;  ///< bytes

    [[nodiscard]] Json result() const;
    [[nodiscard]] static Result<SubscribeReply, StratumError> from_result(const Json& result);
    /// Of a result that from_result() refuses: which part is wrong, what it is, and what would be
    /// right. It holds the peer's text.
    [[nodiscard]] static std::string fault_of(const Json& result);
    bool operator==(const SubscribeReply&) const = default;
};

/// Refuses a worker whose name is empty, too long or has_controls().
struct Authorize {
    static constexpr std::string_view method = "mining.authorize";

    std::string worker;
    std::string password;  ///< "" when missing; never logged

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Authorize, StratumError> from_params(const Json& params);
    bool operator==(const Authorize&) const = default;
};

/// The reply `true` (or `false`) of authorize, submit, extranonce.subscribe and the suggestions.
struct BoolReply {
    bool value = true;

    [[nodiscard]] Json result() const { return value; }
    [[nodiscard]] static Result<BoolReply, StratumError> from_result(const Json& result);
    bool operator==(const BoolReply&) const = default;
};

}  // namespace sluice::protocol::stratum_v1
