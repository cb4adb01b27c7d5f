#include "miner/work/nonce_space.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <tuple>

namespace sluice::miner {
namespace {

using Place = std::tuple<std::uint32_t /*time*/, std::uint64_t /*extranonce2*/, std::uint32_t>;

/// Adds every (time, extranonce2, version bits) of the column; false if one was there already.
bool add_places(std::set<Place>& places, const Column& column) {
    if (column.version_count == 0) {
        return places.emplace(column.time_roll, column.extranonce2, 0).second;
    }
    bool all_new = true;
    for (std::uint32_t i = 0; i < column.version_count; ++i) {
        all_new &=
            places.emplace(column.time_roll, column.extranonce2, column.version_bits[i]).second;
    }
    return all_new;
}

TEST(nonce_space, every_small_space_is_covered_once) {
    for (const std::uint32_t mask : {0u, 0x2000u, 0x6000u, 0x1a000u, 0x80000001u, 0x1fe000u}) {
        for (const std::uint32_t versions_max : {1u, 2u, 3u, 4u, 16u}) {
            for (const std::uint32_t rolls : {0u, 2u}) {
                NonceSpace space{
                    {.extranonce2_size = 1, .version_mask = mask, .time_rolls_max = rolls}};
                std::set<Place> places;
                while (const auto column = space.next(versions_max)) {
                    EXPECT_LE(column->version_count, versions_max);
                    ASSERT_TRUE(add_places(places, *column));
                }
                EXPECT_EQ(places.size(),
                          (std::size_t{1} << std::popcount(mask)) * 256 * (rolls + 1))
                    << std::hex << mask;
                for (const auto& [time, extranonce2, bits] : places) {
                    ASSERT_EQ(bits & ~mask, 0u);
                }
                EXPECT_FALSE(space.next(versions_max));
            }
        }
    }
}

TEST(nonce_space, no_place_comes_twice_in_a_long_walk) {
    for (const std::uint32_t mask : {0u, 0x1fffe000u, 0x1fffffe0u}) {
        for (std::size_t size = 1; size <= 8; ++size) {
            NonceSpace space{{.extranonce2_size = size, .version_mask = mask}};
            std::set<Place> places;
            for (int i = 0; i < 5000; ++i) {
                const auto column = space.next(8);
                if (!column) {
                    EXPECT_EQ(mask, 0u);
                    EXPECT_EQ(places.size(), std::size_t{1} << 8 * size);
                    break;
                }
                ASSERT_TRUE(add_places(places, *column));
                ASSERT_TRUE(size == 8 || column->extranonce2 >> 8 * size == 0);
            }
        }
    }
}

TEST(nonce_space, version_bits_roll_before_extranonce2_and_time_last) {
    NonceSpace space{{.extranonce2_size = 1, .version_mask = 0x6000, .time_rolls_max = 1}};
    EXPECT_EQ(space.next(2)->extranonce2, 0u);
    EXPECT_EQ(space.next(2)->extranonce2, 0u);
    EXPECT_EQ(space.next(2)->extranonce2, 1u);
    for (int i = 3; i < 512; ++i) {
        EXPECT_EQ(space.next(2)->time_roll, 0u);
    }
    const auto rolled = space.next(2);
    EXPECT_EQ(rolled->time_roll, 1u);
    EXPECT_EQ(rolled->extranonce2, 0u);
}

TEST(nonce_space, a_changed_mask_repeats_nothing) {
    for (const std::uint32_t other : {0u, 0x2000u, 0x1fffe000u}) {
        NonceSpace space{{.extranonce2_size = 1, .version_mask = 0x1e000}};
        std::set<Place> places;
        for (int i = 0; i < 6; ++i) {
            ASSERT_TRUE(add_places(places, *space.next(8)));
        }
        space.change_version_mask(other);
        for (int i = 0; i < 50; ++i) {
            ASSERT_TRUE(add_places(places, *space.next(8)));
        }
    }
}

TEST(nonce_space, the_last_column_of_a_full_extranonce2_is_the_last) {
    NonceSpace space{{.extranonce2_size = 1, .version_mask = 0}};
    std::uint64_t last = 0;
    while (const auto column = space.next(8)) {
        last = column->extranonce2;
    }
    EXPECT_EQ(last, 0xffu);
}

TEST(spread_bits, puts_bits_into_the_mask_from_the_lowest) {
    EXPECT_EQ(spread_bits(0b101, 0x1fffe000), 0b101u << 13);
    EXPECT_EQ(spread_bits(0b11, 0x80000001), 0x80000001u);
    EXPECT_EQ(spread_bits(~0u, 0), 0u);
    EXPECT_EQ(spread_bits(0xdeadbeef, ~0u), 0xdeadbeefu);
}

}  // namespace
}  // namespace sluice::miner
