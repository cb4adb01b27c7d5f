#pragma once
/// The newest blocks of a chain in a ring, older ones forgotten: a ChainView of bounded memory for
/// rules that look a bounded way back. Copying forks the chain. Not thread-safe.

#include "difficulty/chain_view.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::difficulty {

class RecentBlocks final : public ChainView {
public:
    /// Remembers at least `kept` >= 1 blocks of a chain whose first block has height `first`.
    RecentBlocks(Height kept, Height first);
    RecentBlocks(const RecentBlocks& other);

    void append(const Block& block) {
        blocks_[static_cast<std::size_t>(next_) & mask_] = block;
        ++next_;
    }

    [[nodiscard]] Height next_height() const override { return next_; }
    [[nodiscard]] std::int64_t time_at(Height height) const override { return at(height).time; }
    [[nodiscard]] std::uint32_t bits_at(Height height) const override { return at(height).bits; }
    /// A block that is still remembered.
    [[nodiscard]] const Block& at(Height height) const;

private:
    std::vector<Block> blocks_;  // a power of two; the block of height h at h modulo their number
    std::size_t mask_;
    Height first_;
    Height next_;
};

}  // namespace sluice::difficulty
