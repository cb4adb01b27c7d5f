#pragma once
/// The beginning of a node's text, fit for a message, the ledger and the page. Pure, any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

/// At most `size_max` bytes, then "..." when there are more. Whatever is not printable ASCII
/// becomes a space.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t size_max);

}  // namespace sluice
