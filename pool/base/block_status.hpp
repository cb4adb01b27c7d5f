#pragma once
/// BlockStatus: what has become of a found block, to the ledger, the template source, the page and
/// the metrics alike, and BlockVerdict: that with a reason. Regular values, any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

/// What the source says of a block that was submitted to it.
struct BlockVerdict {
    BlockStatus status = BlockStatus::pending;
    std::string reason{};  ///< why not accepted, or "duplicate" when the source had it already

    bool operator==(const BlockVerdict&) const = default;
};

}  // namespace sluice::pool
