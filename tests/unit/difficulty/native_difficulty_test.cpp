#include "difficulty/network/native_difficulty.hpp"

#include "difficulty/network/rules/grin.hpp"
#include "difficulty/network/target_math.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

const RuleParams easiest{.pow_limit_bits = 0x207f'ffff};

TEST(native_difficulty, of_bits_and_back_is_the_same_bits) {
    WildMiner random(1, 1);
    for (int i = 0; i < 20'000; ++i) {
        // Three bytes of target and four of work: less of either cannot tell neighbours apart.
        const auto bits = static_cast<std::uint32_t>((4 + random.below(22)) << 24 |
                                                     (0x8000 + random.below(0x7f'8000)));
        ASSERT_EQ(nearest_bits_of_work(work_of_bits(bits), easiest), bits) << std::hex << bits;
    }
}

TEST(native_difficulty, rounds_to_the_nearest_mantissa_or_down_to_it) {
    const UInt256 one = UInt256{0x10'0000} << 200;  // 1c100000 and the next mantissa
    const UInt256 step = UInt256{1} << 200;
    const auto nearest = [](const UInt256& target) { return nearest_bits_within(target, easiest); };
    EXPECT_EQ(nearest(one), 0x1c10'0000U);
    EXPECT_EQ(nearest(one + step / 2 - 1), 0x1c10'0000U);
    EXPECT_EQ(nearest(one + step / 2), 0x1c10'0001U);
    EXPECT_EQ(bits_within(one + step - 1, easiest), 0x1c10'0000U);
    const UInt256 widest = (UInt256{0x80'0000} << 200) - 1;  // rounds up into another byte
    EXPECT_EQ(nearest(widest), 0x1d00'8000U);
    EXPECT_EQ(nearest(UInt256{0x80'0080} << 192), 0x1c00'8001U) << "the sign bit costs a byte";
}

TEST(native_difficulty, of_no_work_is_the_limit) {
    EXPECT_EQ(nearest_bits_of_work(0, easiest), easiest.pow_limit_bits);
    EXPECT_EQ(truncated_bits_of_work(0, easiest), easiest.pow_limit_bits);
    EXPECT_EQ(truncated_bits_of_work(~UInt256{0}, easiest), 0x0101'0000U);
}

TEST(grin_difficulty, divides_by_the_time_constant_and_the_error_of_time) {
    EXPECT_EQ(grin_difficulty(1'000'000, 60), 1'000'000);
    EXPECT_EQ(grin_difficulty(1'000'000, 1), 1'004'114);     // 14400/14341
    EXPECT_EQ(grin_difficulty(1'000'000, 14'460), 500'000);  // four hours late
    EXPECT_GT(grin_difficulty(grin_difficulty_min, 59), grin_difficulty_min)
        << "the minimum must not hold a chain that is a second too fast";
}

TEST(grin_difficulty, takes_a_timestamp_that_does_not_rise_for_a_second) {
    EXPECT_EQ(grin_difficulty(1'000'000, -100'000), grin_difficulty(1'000'000, 1));
}

}  // namespace
}  // namespace sluice::difficulty
