#pragma once
/// Rules of what timestamps a block may have that close the timewarp: validity of headers, not
/// bits. Each looks at the block at chain.next_height() with this timestamp. Pure, any thread.

#include "difficulty/network/chain_view.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::difficulty {

enum class TimestampRule { none, bip94, bip54 };

/// "none", "bip94" or "bip54".
[[nodiscard]] std::string_view to_string(TimestampRule rule) noexcept;

/// Earliest timestamp that the rule lets the block at chain.next_height() have; nothing where it
/// does not look at that block. A period of at least 2 blocks, as of the rules that retarget by
/// period.
[[nodiscard]] std::optional<std::int64_t> earliest_timestamp(TimestampRule rule,
                                                             const ChainView& chain, Height period);

/// What is wrong with the timestamp, or nothing.
using TimestampFault = std::optional<std::string>;

/// BIP94 (testnet4): the first block of a period is at most 600 s before its parent.
[[nodiscard]] TimestampFault bip94_fault(const ChainView& chain, std::int64_t time,
                                         Height period = 2016);

/// BIP54: the first block of a period is at most 7200 s before its parent (the timewarp), and the
/// last one not before the first (the Murch-Zawy attack).
[[nodiscard]] TimestampFault bip54_fault(const ChainView& chain, std::int64_t time,
                                         Height period = 2016);

}  // namespace sluice::difficulty
