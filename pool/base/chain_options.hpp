#pragma once
/// ChainOptions: what the operator says of an embedded chain's blocks and coins. All of it is
/// consensus: a stored chain can only be continued with what it was made with. Regular value.

#include <cstdint>
#include <string>

namespace sluice::pool {

struct ChainOptions {
    std::string rule = "asert";               ///< a row of the difficulty table
    std::int64_t spacing_s = 10;              ///< wanted time between blocks
    std::int64_t half_life_s = 120;           ///< ASERT: lag that doubles the target
    std::int64_t window_blocks = 144;         ///< rules with a window or a retarget period
    std::int64_t subsidy = 50'0000'0000;      ///< smallest units paid by the first blocks
    std::int64_t halving_interval = 210'000;  ///< blocks

    bool operator==(const ChainOptions&) const = default;
};

}  // namespace sluice::pool
