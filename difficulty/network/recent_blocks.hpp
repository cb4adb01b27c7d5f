#pragma once
/// The newest blocks of a chain as a ChainView of bounded memory, for rules that look a bounded way
/// back. Copying forks the chain. Not thread-safe.

#include "difficulty/network/height_ring.hpp"

#include <cstdint>

namespace sluice::difficulty {

class RecentBlocks final : public ChainView {
public:
    /// Remembers at least `kept` >= 1 blocks of a chain whose first block has height `first`.
    RecentBlocks(Height kept, Height first) : blocks_(kept, first) {}
    RecentBlocks(const RecentBlocks& other) : ChainView(), blocks_(other.blocks_) {}

    void append(const Block& block) { blocks_.append(block); }

    [[nodiscard]] Height next_height() const override { return blocks_.next_height(); }
    [[nodiscard]] std::int64_t time_at(Height height) const override {
        return blocks_.at(height).time;
    }
    [[nodiscard]] std::uint32_t bits_at(Height height) const override {
        return blocks_.at(height).bits;
    }

private:
    HeightRing<Block> blocks_;
};

}  // namespace sluice::difficulty
