// Each model against the behaviour that its source file states, share by share.

#include "lab/shares/share_controller.hpp"

#include "tests/unit/lab/shares/find_share_rows.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

std::unique_ptr<ShareController> make(std::string_view name, double difficulty,
                                      double shares_per_minute = 0) {
    const ShareControllerRow* row = find_share_controller(name);
    const double wanted = shares_per_minute > 0 ? shares_per_minute : row->shares_per_minute;
    return row->make({difficulty, wanted});
}

/// Shares every `gap_s`, the first at `from_s`.
void feed(ShareController& controller, double from_s, double gap_s, int shares) {
    for (int share = 0; share < shares; ++share) {
        controller.on_share(from_s + share * gap_s);
    }
}

TEST(power_of_two_below, is_not_above) {
    EXPECT_EQ(power_of_two_below(1), 1);
    EXPECT_EQ(power_of_two_below(1.999), 1);
    EXPECT_EQ(power_of_two_below(2), 2);
    EXPECT_EQ(power_of_two_below(0.3), 0.25);
}

TEST(ckpool, leaves_a_rate_within_its_band_alone_and_halts_in_silence) {
    const auto controller = make("ckpool", 1000);
    feed(*controller, 0, 60.0 / 20, 400);
    EXPECT_EQ(controller->difficulty(), 1000);
    controller->on_timer(100'000);
    EXPECT_EQ(controller->difficulty(), 1000);
}

TEST(ckpool, looks_after_72_shares_and_then_follows_its_average) {
    const auto controller = make("ckpool", 1000);
    feed(*controller, 0, 0.333, 71);
    EXPECT_EQ(controller->difficulty(), 1000);
    controller->on_share(71 * 0.333);
    EXPECT_NEAR(controller->difficulty(), 10'000, 1000);
}

TEST(btcpool, doubles_until_the_window_holds_what_it_should) {
    const auto controller = make("btcpool", 1024);
    feed(*controller, 0, 1, 300);  // expects 90 in a window
    controller->on_timer(300);
    EXPECT_EQ(controller->difficulty(), 4096);
}

TEST(btcpool, halves_a_miner_with_a_share_a_minute_before_the_window_is_full) {
    const auto controller = make("btcpool", 1024);
    controller->on_timer(30);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_timer(60);
    EXPECT_EQ(controller->difficulty(), 512);
}

TEST(btcpool, halves_below_two_fifths_of_a_full_window) {
    const auto controller = make("btcpool", 1024);
    feed(*controller, 15, 24.9, 36);  // 36 of 90
    controller->on_timer(901);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_timer(925);
    EXPECT_EQ(controller->difficulty(), 512);
}

TEST(miningcore, follows_the_mean_of_eleven_gaps_after_90_seconds) {
    const auto controller = make("miningcore", 1000);  // wants 15 s
    feed(*controller, 0, 10, 10);
    EXPECT_NEAR(controller->difficulty(), 1500, 1e-6) << "at 90 s";
}

TEST(miningcore, leaves_gaps_within_thirty_percent_alone) {
    const auto controller = make("miningcore", 1000);
    feed(*controller, 0, 19, 50);
    EXPECT_EQ(controller->difficulty(), 1000);
    feed(*controller, 49 * 19 + 11, 11, 50);
    EXPECT_EQ(controller->difficulty(), 1000);
}

TEST(miningcore, sweeps_a_silent_miner) {
    const auto controller = make("miningcore", 1000);
    controller->on_timer(60);
    EXPECT_EQ(controller->difficulty(), 1000);
    controller->on_timer(90);
    EXPECT_NEAR(controller->difficulty(), 1000 * 15.0 / 90, 1e-6);
}

TEST(public_pool, takes_the_power_of_two_below_when_off_by_two) {
    const auto controller = make("public-pool", 1024);  // wants 30 s
    feed(*controller, 0, 10, 31);
    controller->on_timer(301);
    EXPECT_EQ(controller->difficulty(), 2048);
}

TEST(public_pool, divides_by_six_without_shares_and_is_deaf_to_silence_after_five) {
    const auto controller = make("public-pool", 1024);
    controller->on_timer(300);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_timer(360);
    EXPECT_EQ(controller->difficulty(), 128);
    feed(*controller, 361, 30, 10);
    const double before = controller->difficulty();
    controller->on_timer(100'000);
    EXPECT_EQ(controller->difficulty(), before);
}

TEST(datum, jumps_by_eight_fast_shares) {
    const auto controller = make("datum", 1024);  // wants 7.5 s
    feed(*controller, 0.2, 0.2, 7);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_share(1.6);  // 200 ms a share: 37 times too fast
    EXPECT_EQ(controller->difficulty(), 32'768);
}

TEST(datum, doubles_from_sixteen_shares_and_halves_at_half_the_rate) {
    const auto controller = make("datum", 1024);
    feed(*controller, 3, 3, 15);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_share(48);
    EXPECT_EQ(controller->difficulty(), 2048);
    feed(*controller, 64, 16, 8);
    EXPECT_EQ(controller->difficulty(), 1024);
}

TEST(datum, halves_after_a_minute_without_a_share) {
    const auto controller = make("datum", 1024);
    controller->on_timer(60);
    EXPECT_EQ(controller->difficulty(), 1024);
    controller->on_timer(61);
    EXPECT_EQ(controller->difficulty(), 512);
    const auto least = make("datum", 1);
    least->on_timer(61);
    EXPECT_EQ(least->difficulty(), 1);
}

TEST(sluice, is_the_pool_s_own_controller) {
    const auto controller = make("sluice", 1000);
    feed(*controller, 0.01, 0.01, 5);
    EXPECT_GT(controller->difficulty(), 10'000);
}

}  // namespace
}  // namespace sluice::lab
