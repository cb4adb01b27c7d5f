#include "pool/base/block_status.hpp"

#include <array>

namespace sluice::pool {
namespace {

constexpr std::array<std::string_view, block_status_count> status_names{"pending", "accepted", "rejected",
                                                       "orphaned"};
static_assert(static_cast<std::size_t>(BlockStatus::orphaned) + 1 == block_status_count);

}  // namespace

std::string_view to_string(BlockStatus status) noexcept {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<BlockStatus> find_block_status(std::string_view text) noexcept {
    for (std::size_t i = 0; i < status_names.size(); ++i) {
        if (status_names[i] == text) {
            return static_cast<BlockStatus>(i);
        }
    }
    return std::nullopt;
}

}  // namespace sluice::pool
