#pragma once
/// Text from peers, nodes and files in log lines: quoted and escaped, so that one event stays one
/// line. Pure, any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::pool {

/// Bytes of a text that a log line shows: enough for any sentence of a node, SQLite or the system.
inline constexpr std::size_t log_text_size_max = 1024;

/// In double quotes, as a JSON string of ASCII. Of a longer text, the beginning and its size.
[[nodiscard]] std::string log_quote(std::string_view text);

}  // namespace sluice::pool
