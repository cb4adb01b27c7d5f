#include "difficulty/recent_blocks.hpp"

#include <bit>
#include <cassert>

namespace sluice::difficulty {

RecentBlocks::RecentBlocks(Height kept, Height first)
    : blocks_(std::bit_ceil(static_cast<std::size_t>(kept))),
      mask_(blocks_.size() - 1),
      first_(first),
      next_(first) {}

RecentBlocks::RecentBlocks(const RecentBlocks& other)
    : ChainView(),
      blocks_(other.blocks_),
      mask_(other.mask_),
      first_(other.first_),
      next_(other.next_) {}

const Block& RecentBlocks::at(Height height) const {
    assert(height >= first_ && height < next_ && next_ - height <= blocks_.size());
    return blocks_[static_cast<std::size_t>(height) & mask_];
}

}  // namespace sluice::difficulty
