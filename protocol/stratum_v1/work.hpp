#pragma once
/// What a pool sends to set a miner to work: mining.notify, set_difficulty, set_extranonce and
/// set_version_mask. Regular values. Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/pow/hash256.hpp"
#include "protocol/pow/target.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::protocol::stratum_v1 {

/// Stratum's own order of a previous-block hash: header order with each 4-byte word reversed.
[[nodiscard]] std::string to_prevhash_hex(const Hash256& previous);
[[nodiscard]] std::optional<Hash256> from_prevhash_hex(std::string_view text);

struct Notify {
    static constexpr std::string_view method = "mining.notify";

    std::string job_id;
    Hash256 previous;
    Bytes coinb1;
    Bytes coinb2;
    std::vector<Hash256> branch;  ///< internal order, as sent
    std::uint32_t version = 0;
    std::uint32_t bits = 0;
    std::uint32_t time = 0;
    bool clean = false;             ///< earlier jobs are void
    bool job_id_is_number = false;  ///< sent as a JSON integer, and to be sent back as one

    [[nodiscard]] Json params() const;
    /// Forgives what pools do with the last field: missing, null, a number, a text, or behind
    /// others.
    [[nodiscard]] static Result<Notify, StratumError> from_params(const Json& params);
    bool operator==(const Notify&) const = default;
};

/// Whole difficulties >= 1 are sent as integers: some firmware reads nothing else.
struct SetDifficulty {
    static constexpr std::string_view method = "mining.set_difficulty";

    Difficulty difficulty;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<SetDifficulty, StratumError> from_params(const Json& params);
    bool operator==(const SetDifficulty&) const = default;
};

struct SetExtranonce {
    static constexpr std::string_view method = "mining.set_extranonce";

    Bytes extranonce1;
    std::size_t extranonce2_size = 0;  ///< bytes

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<SetExtranonce, StratumError> from_params(const Json& params);
    bool operator==(const SetExtranonce&) const = default;
};

/// BIP 310: valid for all jobs that follow.
struct SetVersionMask {
    static constexpr std::string_view method = "mining.set_version_mask";

    std::uint32_t mask = 0;

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<SetVersionMask, StratumError> from_params(const Json& params);
    bool operator==(const SetVersionMask&) const = default;
};

}  // namespace sluice::protocol::stratum_v1
