#pragma once
/// Rules of what stamps a block may have that close the timewarp: validity of headers, not bits.
/// Each looks at the block at chain.next_height() with this stamp. Pure, any thread.

#include "difficulty/chain_view.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice::difficulty {

/// What is wrong with the stamp, or nothing.
using TimestampFault = std::optional<std::string>;

/// BIP94 (testnet4): the first block of a period is at most 600 s before its parent.
[[nodiscard]] TimestampFault bip94_fault(const ChainView& chain, std::int64_t time,
                                         Height period = 2016);

/// BIP54: the first block of a period is at most 7200 s before its parent (the timewarp), and the
/// last one not before the first (the Murch-Zawy attack).
[[nodiscard]] TimestampFault bip54_fault(const ChainView& chain, std::int64_t time,
                                         Height period = 2016);

}  // namespace sluice::difficulty
