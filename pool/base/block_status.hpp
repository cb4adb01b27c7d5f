#pragma once
/// BlockStatus: what has become of a found block, to the ledger, the template source, the page and
/// the metrics alike. Regular value, any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::pool {

enum class BlockStatus : std::uint8_t {
    pending,   ///< nobody has judged it, or its place is unknown: it may be submitted again
    accepted,  ///< on the best chain
    rejected,  ///< judged bad
    orphaned,  ///< good, but another block is on the best chain in its place
};
inline constexpr std::size_t block_status_count = 4;

[[nodiscard]] std::string_view to_string(BlockStatus status) noexcept;
[[nodiscard]] std::optional<BlockStatus> find_block_status(std::string_view text) noexcept;

}  // namespace sluice::pool
