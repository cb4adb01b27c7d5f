#pragma once
/// Deployment: the terms of a vote on an upgrade, by whatever procedure (BIP9 in both published
/// precedences, BIP8, a flag day). The state machine that follows them is version_bits.hpp, known
/// deployments of Bitcoin are deployment_presets.hpp. Regular values, any thread.

#include "difficulty/network/chain_view.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::difficulty {

/// The procedure. Those by time compare the median time past of a period's last block with
/// start_time and timeout; they differ in which question comes first when a period ends.
enum class DeploymentKind {
    /// By time. BIP9 text, Bitcoin Core to 0.21.0: the timeout comes first, before start and
    /// before the count; there is no min_activation_height.
    bip9,
    /// By time. Bitcoin Core from 0.21.1 (BIP341): DEFINED only waits for the start, STARTED counts
    /// before it looks at the timeout, LOCKED_IN waits for min_activation_height.
    speedy_trial,
    /// By start_height and timeout_height, both first blocks of a period (BIP8 of 2021). With
    /// lock_in_on_timeout the last period before the timeout is MUST_SIGNAL and locks in.
    bip8,
    /// No vote: active from min_activation_height on (BIP16 and BIP30 were activated so).
    flag_day,
};

/// "bip9", "speedy-trial", "bip8" or "flag-day".
[[nodiscard]] std::string_view to_string(DeploymentKind kind) noexcept;
/// None if no kind has this name.
[[nodiscard]] std::optional<DeploymentKind> find_deployment_kind(std::string_view name) noexcept;
/// Every kind, in the order above.
[[nodiscard]] std::span<const DeploymentKind> deployment_kinds() noexcept;
/// Whether start_time and timeout are what the kind reads.
[[nodiscard]] constexpr bool goes_by_time(DeploymentKind kind) noexcept {
    return kind == DeploymentKind::bip9 || kind == DeploymentKind::speedy_trial;
}

inline constexpr std::int64_t always_active = -1;  ///< start_time: active from genesis
inline constexpr std::int64_t never_active = -2;   ///< start_time: failed from genesis
inline constexpr std::int64_t no_timeout = std::numeric_limits<std::int64_t>::max();
inline constexpr int version_bit_max = 28;  ///< BIP9: the top three bits are taken

struct Deployment {
    std::string name;
    DeploymentKind kind = DeploymentKind::speedy_trial;
    int bit = 0;                        ///< 0 to 28
    std::int64_t start_time = 0;        ///< median time past from which votes count, or -1, -2
    std::int64_t timeout = no_timeout;  ///< median time past from which it has failed
    Height start_height = 0;            ///< bip8: first block whose vote counts
    Height timeout_height = 0;          ///< bip8: first block at which it has failed or locked in
    bool lock_in_on_timeout = false;    ///< bip8: lock in rather than fail
    Height min_activation_height = 0;   ///< not active below; bip9 has none
    std::uint64_t period = 2016;        ///< blocks
    std::uint64_t threshold = 1916;     ///< signalling blocks of a period that lock in

    bool operator==(const Deployment&) const = default;
};

/// What is wrong with one deployment of a list, and what would be right.
struct DeploymentProblem {
    std::size_t index = 0;    ///< in the list
    std::string_view member;  ///< of Deployment, such as "bit" or "threshold"
    std::string problem;
    std::string remedy;
};

/// Every number that the kind reads within its range, and a name and a bit for each deployment
/// alone.
[[nodiscard]] std::vector<DeploymentProblem> check_deployments(
    std::span<const Deployment> deployments);

}  // namespace sluice::difficulty
