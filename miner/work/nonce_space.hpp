#pragma once
/// The nonce space of one job, (extranonce2, version bits, time, nonce), cut into columns: all
/// nonces of one extranonce2 and time under a few header versions. Every column is given once, so
/// that two devices that hash different columns never hash the same header. Version bits (BIP 310,
/// 320) roll first, since they leave the merkle root alone, then extranonce2; the time only when
/// both are used up. Not thread-safe: WorkSource guards it.

#include "kernels/api/work.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sluice::miner {

struct NonceSpaceShape {
    std::size_t extranonce2_size = 4;  ///< bytes, 1 to 8
    std::uint32_t version_mask = 0;    ///< bits that may be rolled; 0: none
    std::uint32_t time_rolls_max = 0;  ///< seconds that the time may be moved ahead

    bool operator==(const NonceSpaceShape&) const = default;
};

struct Column {
    std::uint64_t extranonce2 = 0;
    std::uint32_t time_roll = 0;  ///< seconds after the job's time
    /// Values of the bits inside the mask, the first `version_count` count.
    std::array<std::uint32_t, kernels::versions_max> version_bits{};
    std::uint32_t version_count = 0;  ///< 0: the job's own version, no rolling

    bool operator==(const Column&) const = default;
};

class NonceSpace {
public:
    explicit NonceSpace(const NonceSpaceShape& shape) noexcept;

    /// The next column that nobody has had, with up to `versions_max` versions (1 to
    /// kernels::versions_max), or nullopt for ever once all were given.
    [[nodiscard]] std::optional<Column> next(std::uint32_t versions_max) noexcept;

    /// Goes on with another mask behind the extranonce2 in use, so that headers given under the old
    /// mask do not come again.
    void change_version_mask(std::uint32_t mask) noexcept;

    [[nodiscard]] const NonceSpaceShape& shape() const noexcept { return shape_; }

private:
    void advance_extranonce2() noexcept;

    NonceSpaceShape shape_;
    std::uint64_t extranonce2_last_;  ///< greatest value of the extranonce2 bytes
    std::uint32_t version_next_ = 0;  ///< index of the next unused combination of version bits
    std::uint64_t extranonce2_ = 0;
    std::uint32_t time_roll_ = 0;
    bool used_up_ = false;
};

/// Puts the low bits of `index` into the set bits of `mask`, lowest first (the PDEP operation).
[[nodiscard]] std::uint32_t spread_bits(std::uint32_t index, std::uint32_t mask) noexcept;

}  // namespace sluice::miner
