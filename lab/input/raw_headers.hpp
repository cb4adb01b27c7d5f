#pragma once
/// A part of a chain as raw 80-byte headers, one after another. Thread-safe.

#include "base/result.hpp"
#include "difficulty/network/chain_view.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// The headers, at least one, each linked to the one before. Without the height of the first it
/// must be a genesis block. `first_height` and `file` are for the error, which names the header and
/// its height: truncated, out of order, or not linked.
[[nodiscard]] Result<std::vector<protocol::BlockHeader>, std::string> parse_raw_headers(
    std::string_view content, const std::string& file,
    std::optional<difficulty::Height> first_height);

}  // namespace sluice::lab
