#pragma once
/// HashrateScript: what share of the full hashrate mines from when on, written as
/// "0:1,30:0.5,60:1" (seconds:share). Regular value, any thread.

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// Below this no blocks would come, and with them no measurement.
inline constexpr double hashrate_share_min = 0.02;

struct HashratePhase {
    double from_s = 0;  ///< since the chain's start
    double share = 1;   ///< of the full hashrate, hashrate_share_min to 1

    bool operator==(const HashratePhase&) const = default;
};

struct HashrateScript {
    std::vector<HashratePhase> phases;  ///< the first from 0 on, in rising order

    bool operator==(const HashrateScript&) const = default;
    [[nodiscard]] double share_at(double time_s) const noexcept;
    /// In the form that parse_hashrate_script() reads.
    [[nodiscard]] std::string text() const;
};

/// The error says which place is wrong and what would be right.
[[nodiscard]] Result<HashrateScript, std::string> parse_hashrate_script(std::string_view text);

/// Full, half and full hashrate, for a third of the time each, to the tenth of a second.
[[nodiscard]] HashrateScript dip_script(double seconds);

}  // namespace sluice::lab
