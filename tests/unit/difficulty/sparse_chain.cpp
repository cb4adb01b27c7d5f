#include "tests/unit/difficulty/sparse_chain.hpp"

namespace sluice::difficulty {

Height SparseChain::next_height() const {
    return blocks_.empty() ? 0 : blocks_.rbegin()->first + 1;
}

std::int64_t SparseChain::time_at(Height height) const { return blocks_.at(height).time; }

std::uint32_t SparseChain::bits_at(Height height) const { return blocks_.at(height).bits; }

}  // namespace sluice::difficulty
