#include "pool/ledger/records.hpp"

#include <array>

namespace sluice::pool {
namespace {

constexpr std::array<std::string_view, 4> status_names{"pending", "accepted", "rejected",
                                                       "orphaned"};
static_assert(static_cast<std::size_t>(BlockStatus::orphaned) + 1 == status_names.size());

}  // namespace

std::string_view to_string(BlockStatus status) noexcept {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<BlockStatus> block_status_from(std::string_view text) noexcept {
    for (std::size_t i = 0; i < status_names.size(); ++i) {
        if (status_names[i] == text) {
            return static_cast<BlockStatus>(i);
        }
    }
    return std::nullopt;
}

std::int64_t found_blocks(const LedgerTotals& totals) noexcept {
    return totals.blocks_accepted + totals.blocks_pending + totals.blocks_rejected +
           totals.blocks_orphaned;
}

}  // namespace sluice::pool
