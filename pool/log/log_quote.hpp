#pragma once
/// Text from peers, nodes and files in log lines: quoted and escaped, so that one event stays one
/// line. Pure, any thread.

#include <string>
#include <string_view>

namespace sluice::pool {

/// In double quotes, as a JSON string of ASCII.
[[nodiscard]] std::string log_quote(std::string_view text);

}  // namespace sluice::pool
