#pragma once
/// What makes one embedded chain differ from another: genesis, difficulty rule, coin supply and
/// deployments. All of it is consensus: a stored chain can only be continued with the settings that
/// it was made with. Regular value type; no thread affinity.

#include "base/result.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/timestamp_checks.hpp"
#include "difficulty/signalling/version_bits.hpp"
#include "pool/base/chain_options.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::pool {

struct ChainSettings {
    ChainOptions options = {};
    std::string network = "sluice";  ///< goes into the genesis block; at most 60 characters
    /// Unix seconds, from which ASERT counts its schedule; nullopt: when the chain is first made.
    std::optional<std::uint32_t> genesis_time = std::nullopt;
    std::uint32_t genesis_bits = 0x207f'ffff;  ///< compact target that the rule starts from

    std::uint32_t pow_limit_bits = 0x207f'ffff;  ///< easiest target, compact
    /// What timestamps a block may have beyond the median time past, under a rule that retargets by
    /// period. bip54 also binds the coinbase's lock time and sequence.
    difficulty::TimestampRule timestamp_rule = difficulty::TimestampRule::bip54;

    std::vector<difficulty::Deployment> deployments = {};

    bool operator==(const ChainSettings&) const = default;
};

/// Proof-of-work hash of an 80-byte header, internal order (the kernels' table has one a row).
using PowHash = void (*)(std::span<const std::uint8_t> header, std::array<std::uint8_t, 32>& out);

/// The present in Unix seconds.
using ChainClock = std::function<std::int64_t()>;

/// Whether a chain can run on these; the error names the setting, its value and what is allowed.
[[nodiscard]] Result<void> check_settings(const ChainSettings& settings);

/// Coinbase subsidy at this height: halved every halving_interval blocks, 0 after 63 halvings.
[[nodiscard]] std::int64_t subsidy_at(const ChainSettings& settings, std::int64_t height) noexcept;

/// The timestamp rule that the chain has: none under a rule without periods.
[[nodiscard]] difficulty::TimestampRule timestamp_rule_of(const ChainSettings& settings) noexcept;

/// The settings as the rule takes them; what they do not name is the rule's own.
[[nodiscard]] difficulty::RuleParams rule_params(const ChainSettings& settings);

inline constexpr std::string_view timestamp_rule_row = "timestamp_rule";
inline constexpr std::string_view deployment_prefix = "deployment ";

/// Name and value of every setting that is consensus, as a stored chain keeps them: those that the
/// rule does not read are left out, genesis_time when it is not set.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> described(
    const ChainSettings& settings);

}  // namespace sluice::pool
