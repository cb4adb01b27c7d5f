#pragma once
/// SparseChain: a chain of which only the blocks that a test names exist. Reading another one
/// throws, so that a test also proves which blocks a rule looks at. Not thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <cstdint>
#include <map>

namespace sluice::difficulty {

class SparseChain final : public ChainView {
public:
    /// The highest block named is the tip.
    void add(Height height, const Block& block) { blocks_[height] = block; }

    [[nodiscard]] Height next_height() const override;
    [[nodiscard]] std::int64_t time_at(Height height) const override;
    [[nodiscard]] std::uint32_t bits_at(Height height) const override;

private:
    std::map<Height, Block> blocks_;
};

}  // namespace sluice::difficulty
