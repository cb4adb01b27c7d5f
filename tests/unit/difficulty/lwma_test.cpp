#include "difficulty/network/rules/lwma.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr std::int64_t spacing_s = 100;

/// Timestamps of even spacing, then these solve times.
std::vector<std::int64_t> timestamps(int even, const std::vector<std::int64_t>& solve_times) {
    std::vector<std::int64_t> times;
    for (int i = 0; i <= even; ++i) {
        times.push_back(10'000 + i * spacing_s);
    }
    for (const std::int64_t solved : solve_times) {
        times.push_back(times.back() + solved);
    }
    return times;
}

/// LWMA-4's answer over the mean work of 1,000,000 a block.
UInt256 lwma_4(const std::vector<std::int64_t>& times) {
    return lwma_4_difficulty(times, {(times.size() - 1) * UInt256{1'000'000}, 1'000'000},
                             spacing_s);
}

TEST(lwma_1, weighs_each_solve_time_by_its_place) {
    // The first counts from one spacing before the block below the window, as published.
    EXPECT_EQ(lwma_1_weighted_time(timestamps(0, {10, 20, 30}), spacing_s), 110 + 2 * 20 + 3 * 30);
}

TEST(lwma_1, believes_no_more_than_six_spacings_and_no_timestamp_that_runs_backwards) {
    EXPECT_EQ(lwma_1_weighted_time(timestamps(0, {100, 601}), spacing_s), 200 + 2 * 600);
    EXPECT_EQ(lwma_1_weighted_time(timestamps(0, {100, -50, 100}), spacing_s), 200 + 0 + 3 * 50);
}

TEST(lwma_1, is_the_mean_difficulty_less_a_hundredth_at_the_wanted_spacing) {
    constexpr std::int64_t on_time = 10 * 11 / 2 * spacing_s;
    EXPECT_EQ(lwma_1_difficulty(on_time, 10'000'000, 10, spacing_s), 990'000);
    EXPECT_EQ(lwma_1_difficulty(on_time / 2, 10'000'000, 10, spacing_s), 1'980'000);
    EXPECT_EQ(lwma_1_difficulty(0, 10'000'000, 10, spacing_s), 10'890'000) << "at most 11 times";
}

TEST(lwma_4, is_the_mean_difficulty_less_three_hundredths_at_the_wanted_spacing) {
    EXPECT_EQ(lwma_4(timestamps(20, {})), 970'000);
}

TEST(lwma_4, tempers_a_long_wait_after_three_or_six_fast_blocks) {
    const UInt256 untempered = lwma_4(timestamps(17, {90, 90, 501}));
    const UInt256 long_wait = lwma_4(timestamps(17, {90, 90, 500}));
    EXPECT_EQ(untempered, long_wait) << "at most five spacings";
    const UInt256 after_three = lwma_4(timestamps(16, {46, 46, 47, 501}));
    EXPECT_GT(after_three, long_wait * 12 / 10) << "counts as two spacings";
    const UInt256 after_six = lwma_4(timestamps(13, {66, 66, 66, 66, 66, 66, 501}));
    EXPECT_GT(after_six, long_wait * 12 / 10);
}

TEST(lwma_4, jumps_after_one_two_or_three_very_fast_blocks) {
    constexpr std::uint64_t jump = 1'050'000;  // 105 % of the mean, which is less than 110 % of it
    EXPECT_EQ(lwma_4(timestamps(199, {19})), jump);
    EXPECT_LT(lwma_4(timestamps(199, {20})), jump);
    EXPECT_EQ(lwma_4(timestamps(198, {24, 25})), jump);
    EXPECT_EQ(lwma_4(timestamps(197, {26, 26, 27})), jump);
    EXPECT_LT(lwma_4(timestamps(197, {26, 27, 27})), jump);
}

}  // namespace
}  // namespace sluice::difficulty
