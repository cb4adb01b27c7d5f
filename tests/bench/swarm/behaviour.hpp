#pragma once
/// What a simulated client of the load tool does, and how many do it: `honest=900,storm=50`. Pure,
/// any thread.

#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::swarm {

enum class Behaviour {
    honest,       ///< mines at its hashrate
    burst,        ///< mines, and submits twenty shares at a time
    duplicate,    ///< submits each share six times
    stale,        ///< submits shares of jobs that have ended or never were
    storm,        ///< logs in, leaves, comes back
    slow_reader,  ///< asks and reads no answer
    junk,         ///< sends what is no Stratum
    authorize,    ///< logs in again and again, with changing names and difficulties
    subscribe,    ///< subscribes and configures again and again
    idle,         ///< connects and is silent
};

inline constexpr std::size_t behaviour_count = 10;

[[nodiscard]] std::string_view to_string(Behaviour behaviour) noexcept;
[[nodiscard]] std::optional<Behaviour> find_behaviour(std::string_view name) noexcept;

/// Whether its shares are real and its submissions polite: a pool owes it an answer and the credit.
[[nodiscard]] bool is_honest(Behaviour behaviour) noexcept;

/// Clients of one run: more than any machine's descriptors.
inline constexpr std::size_t miners_max = 100'000;

/// Clients of each behaviour, in the order of the enum.
struct Mix {
    std::vector<std::size_t> miners = std::vector<std::size_t>(behaviour_count);

    [[nodiscard]] std::size_t of(Behaviour behaviour) const {
        return miners[static_cast<std::size_t>(behaviour)];
    }
    [[nodiscard]] std::size_t total() const;

    bool operator==(const Mix&) const = default;
};

/// `total` miners, 0 for as many as `text` names; what `text` leaves are honest unless it says
/// otherwise. Error: text that says which part is wrong and what would be right.
[[nodiscard]] Result<Mix> parse_mix(std::string_view text, std::size_t total);

}  // namespace sluice::swarm
