#include "lab/signalling/signal_monitor.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

TEST(signal_monitor, sees_an_unknown_bit_through_the_noise_of_rolled_ones) {
    SignalMonitor monitor({.known = 1U << 2});
    for (difficulty::Height height = 0; height < 2016; ++height) {
        const auto rolled =
            static_cast<std::uint32_t>(height * 0x9e37'79b9U) & protocol::bip320_mask;
        monitor.add(height, 0x2000'0004U | rolled | (height % 50 == 7 ? 1U << 4 : 0U));
    }
    ASSERT_EQ(monitor.unknown().size(), 1U);
    const BitActivity found = monitor.unknown().front();
    EXPECT_EQ(found.bit, 4);
    EXPECT_EQ(found.blocks, 41U);
    EXPECT_EQ(found.first, 7U);
    EXPECT_EQ(found.last, 2007U);
    EXPECT_EQ(found.level, SignalLevel::vote);
    EXPECT_EQ(monitor.blocks_unknown(), 41U);
    EXPECT_GT(monitor.blocks_unknown_unmasked(), 2000U);
    EXPECT_EQ(monitor.all().size(), 18U) << "bits 2, 4 and 13 to 28";
    EXPECT_EQ(monitor.all().front().bit, 2);
}

TEST(signal_monitor, grades_a_bit_by_its_best_window) {
    SignalMonitor monitor({.window = 100});
    const auto level = [&] { return monitor.unknown().front().level; };
    EXPECT_TRUE(monitor.unknown().empty());
    for (difficulty::Height height = 0; height < 1000; ++height) {
        monitor.add(height, 0x2000'0000U);
    }
    monitor.add(1000, 0x2000'0001U);
    EXPECT_EQ(level(), SignalLevel::vote) << "one of a window of 100";
    for (difficulty::Height height = 1001; height < 1089; ++height) {
        monitor.add(height, 0x2000'0001U);
    }
    EXPECT_EQ(level(), SignalLevel::vote);
    monitor.add(1089, 0x2000'0001U);
    EXPECT_EQ(level(), SignalLevel::lock_in);
    EXPECT_EQ(monitor.unknown().front().window_most, 90U);
}

TEST(signal_monitor, starts_counting_anew_at_every_window) {
    SignalMonitor monitor({.window = 100});
    for (difficulty::Height height = 50; height < 150; ++height) {
        monitor.add(height, 0x2000'0001U);
    }
    EXPECT_EQ(monitor.unknown().front().blocks, 100U);
    EXPECT_EQ(monitor.unknown().front().window_most, 50U);
}

TEST(signal_monitor, reads_no_bits_of_a_version_without_the_top_bits) {
    SignalMonitor monitor;
    monitor.add(0, 4);
    monitor.add(1, 0x7fff'ffffU);
    EXPECT_TRUE(monitor.all().empty());
    EXPECT_EQ(monitor.blocks(), 2U);
    EXPECT_EQ(monitor.blocks_without_votes(), 2U);
}

}  // namespace
}  // namespace sluice::lab
