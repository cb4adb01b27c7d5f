#pragma once
/// What makes one embedded chain differ from another: genesis, difficulty rule, coin supply and
/// deployments. All of it is consensus: a stored chain can only be continued with the settings that
/// it was made with. Regular value type; no thread affinity.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sluice::pool {

/// A soft fork that miners vote on by version bits (BIP9, and BIP341's min_activation_height).
struct ChainDeployment {
    std::string name;
    int bit = 0;                       ///< 0 to 28
    std::int64_t start_time = 0;       ///< Unix seconds, compared with median time past
    std::int64_t timeout = INT64_MAX;  ///< Unix seconds, compared with median time past
    std::int64_t min_activation_height = 0;

    bool operator==(const ChainDeployment&) const = default;
};

struct ChainSettings {
    std::string network = "sluice";
    std::uint32_t genesis_time = 1'735'689'600;  ///< Unix seconds; 2025-01-01T00:00:00Z
    std::uint32_t genesis_bits = 0x207f'ffff;    ///< compact target of the first blocks

    std::string rule = "asert";                  ///< a row of the difficulty table
    std::int64_t spacing_s = 10;                 ///< wanted time between blocks
    std::int64_t half_life_s = 120;              ///< ASERT: lag that doubles or halves the target
    std::int64_t window_blocks = 144;            ///< rules with a window or a retarget interval
    std::uint32_t pow_limit_bits = 0x207f'ffff;  ///< compact target that is never exceeded

    std::int64_t subsidy = 50'0000'0000;      ///< smallest units paid by the first blocks
    std::int64_t halving_interval = 210'000;  ///< blocks

    std::int64_t deployment_period = 10;    ///< blocks that are counted together
    std::int64_t deployment_threshold = 8;  ///< signalling blocks of a period that lock in
    std::vector<ChainDeployment> deployments;

    bool operator==(const ChainSettings&) const = default;
};

/// Proof-of-work hash of an 80-byte header, internal order (a row of the kernels' table has one).
using PowHash = void (*)(std::span<const std::uint8_t> header, std::array<std::uint8_t, 32>& out);

/// The present in Unix seconds.
using ChainClock = std::function<std::int64_t()>;

/// Coinbase subsidy at this height: halved every halving_interval blocks, 0 after 63 halvings.
[[nodiscard]] std::int64_t subsidy_at(const ChainSettings& settings, std::int64_t height) noexcept;

}  // namespace sluice::pool
