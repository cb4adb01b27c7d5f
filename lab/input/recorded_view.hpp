#pragma once
/// RecordedView: the blocks of a file as the rules read a chain. It notices when a rule asks for a
/// block that the file does not hold; the answer to that question then means nothing. Not
/// thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sluice::lab {

class RecordedView final : public difficulty::ChainView {
public:
    /// A chain that ends just below `next`; move_to changes that.
    void add(difficulty::Height height, const difficulty::Block& block) { blocks_[height] = block; }
    /// The block to come is that of this height. Forgets what was missing.
    void move_to(difficulty::Height next) {
        next_ = next;
        missing_.reset();
    }
    /// A height that was asked for since then and is not in the file.
    [[nodiscard]] std::optional<difficulty::Height> missing() const { return missing_; }

    [[nodiscard]] difficulty::Height next_height() const override { return next_; }
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const override {
        return at(height).time;
    }
    [[nodiscard]] std::uint32_t bits_at(difficulty::Height height) const override {
        return at(height).bits;
    }

private:
    [[nodiscard]] const difficulty::Block& at(difficulty::Height height) const {
        const auto block = blocks_.find(height);
        if (block == blocks_.end()) {
            missing_ = height;
            return stand_in_;
        }
        return block->second;
    }

    std::unordered_map<difficulty::Height, difficulty::Block> blocks_;
    difficulty::Block stand_in_{0, 0x1d00'ffff};
    difficulty::Height next_ = 0;
    mutable std::optional<difficulty::Height> missing_;
};

}  // namespace sluice::lab
