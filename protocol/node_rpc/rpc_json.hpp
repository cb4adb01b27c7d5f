#pragma once
/// JSON from a node (RFC 8259), parsed within limits: a peer's text decides neither how deep the
/// code recurses nor how much memory its values take. Pure, any thread.

#include "base/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

namespace sluice::protocol {

/// Levels of nesting; the reply, its result, a list, an entry and that entry's lists need six.
inline constexpr std::size_t rpc_json_depth_max = 16;
/// Opening brackets, commas and colons. A block has at most 16,666 transactions
/// (protocol/bitcoin/block_template.hpp) with 15 of them each, and 24,390 inputs to depend on.
inline constexpr std::size_t rpc_json_marks_max = 400'000;

/// The value, or what is wrong with the text: "no JSON", or the limit that it exceeds.
[[nodiscard]] Result<nlohmann::json> parse_rpc_json(std::string_view text);

}  // namespace sluice::protocol
