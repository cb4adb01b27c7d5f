#pragma once
/// What is known of the newest blocks of a chain, by height, in a ring that forgets older ones.
/// Copying forks the chain. Not thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <bit>
#include <cassert>
#include <cstddef>
#include <vector>

namespace sluice::difficulty {

template <class Entry>
class HeightRing {
public:
    /// Remembers at least `kept` >= 1 blocks of a chain whose first block has height `first`.
    HeightRing(Height kept, Height first)
        : entries_(std::bit_ceil(static_cast<std::size_t>(kept))),
          mask_(entries_.size() - 1),
          first_(first),
          next_(first) {}

    void append(const Entry& entry) {
        entries_[static_cast<std::size_t>(next_) & mask_] = entry;
        ++next_;
    }

    [[nodiscard]] Height first_height() const { return first_; }
    [[nodiscard]] Height next_height() const { return next_; }
    /// A block that is still remembered.
    [[nodiscard]] const Entry& at(Height height) const {
        assert(height >= first_ && height < next_ && next_ - height <= entries_.size());
        return entries_[static_cast<std::size_t>(height) & mask_];
    }

private:
    std::vector<Entry> entries_;  // a power of two; height h lies at h modulo their number
    std::size_t mask_;
    Height first_;  // of the chain, forgotten or not
    Height next_;
};

}  // namespace sluice::difficulty
