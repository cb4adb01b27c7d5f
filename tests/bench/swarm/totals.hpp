#pragma once
/// What the clients of one behaviour did and what the pool answered. Regular value, one for each
/// thread and behaviour, merged at the end; not thread-safe.

#include "protocol/stratum_v1/message.hpp"
#include "tests/bench/swarm/behaviour.hpp"
#include "tests/bench/swarm/duration_histogram.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace sluice::swarm {

struct Totals {
    /// Different reasons kept; a pool that puts numbers into its texts gives one for each share.
    static constexpr std::size_t reasons_max = 16;
    static constexpr std::size_t reason_size_max = 64;

    std::uint64_t miners = 0;
    std::uint64_t connects = 0;
    std::uint64_t connect_failures = 0;
    std::uint64_t logins = 0;
    std::uint64_t closed_before_login = 0;  ///< by the pool, as all that follow
    std::uint64_t closed_after_login = 0;
    std::uint64_t lines_sent = 0;  ///< of attacks
    std::uint64_t submitted = 0;
    std::uint64_t accepted = 0;
    std::uint64_t unanswered = 0;
    std::uint64_t not_found = 0;  ///< shares given up: they took too many hashes
    double accepted_difficulty = 0;
    std::map<std::string, std::uint64_t> rejected;  ///< by code and text
    DurationHistogram reply;                        ///< from a share's sending to its answer
    DurationHistogram login;                        ///< from the connect to the authorize reply
    /// From a new block's first mining.notify at any miner to this miner's.
    DurationHistogram notify_spread;

    void count_rejected(const protocol::stratum_v1::Reply& reply);
    void merge(const Totals& other);
    [[nodiscard]] nlohmann::ordered_json json() const;
};

/// In the order of Behaviour.
using TotalsOfBehaviours = std::array<Totals, behaviour_count>;

}  // namespace sluice::swarm
