#include "miner/work/nonce_space.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace sluice::miner {

std::uint32_t spread_bits(std::uint32_t index, std::uint32_t mask) noexcept {
    std::uint32_t spread = 0;
    for (; mask != 0; mask &= mask - 1, index >>= 1) {
        if ((index & 1) != 0) {
            spread |= mask & (~mask + 1);
        }
    }
    return spread;
}

NonceSpace::NonceSpace(const NonceSpaceShape& shape) noexcept
    : shape_(shape),
      extranonce2_last_(shape.extranonce2_size >= 8
                            ? ~std::uint64_t{0}
                            : (std::uint64_t{1} << 8 * shape.extranonce2_size) - 1) {}

std::optional<Column> NonceSpace::next(std::uint32_t versions_max) noexcept {
    assert(versions_max >= 1 && versions_max <= kernels::versions_max);
    if (used_up_) {
        return std::nullopt;
    }
    Column column{.extranonce2 = extranonce2_, .time_roll = time_roll_};
    if (shape_.version_mask == 0) {
        advance_extranonce2();
        return column;
    }
    const std::uint64_t combinations = std::uint64_t{1} << std::popcount(shape_.version_mask);
    column.version_count = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(versions_max, combinations - version_next_));
    for (std::uint32_t i = 0; i < column.version_count; ++i) {
        column.version_bits[i] = spread_bits(version_next_ + i, shape_.version_mask);
    }
    if (std::uint64_t{version_next_} + column.version_count == combinations) {
        advance_extranonce2();
    } else {
        version_next_ += column.version_count;
    }
    return column;
}

void NonceSpace::change_version_mask(std::uint32_t mask) noexcept {
    shape_.version_mask = mask;
    if (version_next_ != 0 && !used_up_) {
        advance_extranonce2();
    }
}

void NonceSpace::advance_extranonce2() noexcept {
    version_next_ = 0;
    if (extranonce2_ != extranonce2_last_) {
        ++extranonce2_;
    } else if (time_roll_ != shape_.time_rolls_max) {
        extranonce2_ = 0;
        ++time_roll_;
    } else {
        used_up_ = true;
    }
}

}  // namespace sluice::miner
