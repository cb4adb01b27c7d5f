#pragma once
/// What a miner may wish for or tell: mining.suggest_difficulty, suggest_target,
/// extranonce.subscribe, multi_version, capabilities, get_transactions and ping. Regular values.
/// Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/pow/target.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::protocol::stratum_v1 {

/// A number or the text of one; anything but a positive finite value is refused.
struct SuggestDifficulty {
    static constexpr std::string_view method = "mining.suggest_difficulty";

    Difficulty difficulty;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<SuggestDifficulty, StratumError> from_params(const Json& params);
    bool operator==(const SuggestDifficulty&) const = default;
};

/// 64 hexadecimal digits, most significant first; zero is refused.
struct SuggestTarget {
    static constexpr std::string_view method = "mining.suggest_target";

    Target target;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<SuggestTarget, StratumError> from_params(const Json& params);
    bool operator==(const SuggestTarget&) const = default;
};

/// The miner can take mining.set_extranonce.
struct ExtranonceSubscribe {
    static constexpr std::string_view method = "mining.extranonce.subscribe";

    [[nodiscard]] Json params() const { return Json::array(); }
    [[nodiscard]] static Result<ExtranonceSubscribe, StratumError> from_params(const Json& params);
    bool operator==(const ExtranonceSubscribe&) const = default;
};

/// Old Bitmain firmware tells how many versions it rolls.
struct MultiVersion {
    static constexpr std::string_view method = "mining.multi_version";

    std::int64_t count = 1;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<MultiVersion, StratumError> from_params(const Json& params);
    bool operator==(const MultiVersion&) const = default;
};

/// Names of what the miner supports (bfgminer).
struct Capabilities {
    static constexpr std::string_view method = "mining.capabilities";

    std::vector<std::string> names;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Capabilities, StratumError> from_params(const Json& params);
    bool operator==(const Capabilities&) const = default;
};

struct GetTransactions {
    static constexpr std::string_view method = "mining.get_transactions";

    std::string job_id;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<GetTransactions, StratumError> from_params(const Json& params);
    bool operator==(const GetTransactions&) const = default;
};

struct GetTransactionsReply {
    std::vector<Bytes> transactions;

    [[nodiscard]] Json result() const;
    [[nodiscard]] static Result<GetTransactionsReply, StratumError> from_result(const Json& result);
    bool operator==(const GetTransactionsReply&) const = default;
};

struct Ping {
    static constexpr std::string_view method = "mining.ping";

    [[nodiscard]] Json params() const { return Json::array(); }
    [[nodiscard]] static Result<Ping, StratumError> from_params(const Json& params);
    bool operator==(const Ping&) const = default;
};

struct PingReply {
    [[nodiscard]] Json result() const { return "pong"; }
    [[nodiscard]] static Result<PingReply, StratumError> from_result(const Json& result);
    bool operator==(const PingReply&) const = default;
};

}  // namespace sluice::protocol::stratum_v1
