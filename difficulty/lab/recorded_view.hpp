#pragma once
/// RecordedView: the blocks of a file as the rules read a chain. It notices when a rule asks for a
/// block that the file does not hold; the answer to that question then means nothing. Not
/// thread-safe.

#include "difficulty/chain_view.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sluice::difficulty {

class RecordedView final : public ChainView {
public:
    /// A chain that ends just below `next`; move_to changes that.
    void add(Height height, const Block& block) { blocks_[height] = block; }
    /// The block to come is that of this height. Forgets what was missing.
    void move_to(Height next) {
        next_ = next;
        missing_.reset();
    }
    /// A height that was asked for since then and is not in the file.
    [[nodiscard]] std::optional<Height> missing() const { return missing_; }

    [[nodiscard]] Height next_height() const override { return next_; }
    [[nodiscard]] std::int64_t time_at(Height height) const override { return at(height).time; }
    [[nodiscard]] std::uint32_t bits_at(Height height) const override { return at(height).bits; }

private:
    [[nodiscard]] const Block& at(Height height) const {
        const auto block = blocks_.find(height);
        if (block == blocks_.end()) {
            missing_ = height;
            return stand_in_;
        }
        return block->second;
    }

    std::unordered_map<Height, Block> blocks_;
    Block stand_in_{0, 0x1d00'ffff};
    Height next_ = 0;
    mutable std::optional<Height> missing_;
};

}  // namespace sluice::difficulty
