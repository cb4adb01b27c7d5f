#include "difficulty/shares/vardiff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::Difficulty;
using Seconds = std::chrono::duration<double>;

constexpr double idle_tick_s = 10;

/// A miner that finds shares as a Poisson process on a virtual clock, and its controller.
class SimulatedMiner {
public:
    SimulatedMiner(double start_difficulty, double difficulty_per_second, unsigned seed,
                   const VardiffOptions& options = {})
        : options_(options),
          hashrate_(difficulty_per_second),
          random_(seed),
          vardiff_(options, {start_difficulty}, {}) {}

    void set_hashrate(double difficulty_per_second) { hashrate_ = difficulty_per_second; }

    void run_for(double duration_s) {
        const double end_s = now_s_ + duration_s;
        while (now_s_ < end_s) {
            // Memoryless: drawing the wait anew after every tick changes nothing.
            const double wait_s = wait_for_share_s();
            const double step_s = std::min({wait_s, idle_tick_s, end_s - now_s_});
            now_s_ += step_s;
            note(step_s == wait_s ? vardiff_.on_share(options_, vardiff_.current(), now())
                                  : vardiff_.on_idle(options_, now()));
            log_errors_.push_back(std::log(vardiff_.current().value / ideal()));
        }
    }

    [[nodiscard]] double ideal() const { return hashrate_ * options_.share_interval_s; }
    /// Current difficulty over the ideal one.
    [[nodiscard]] double ratio() const { return vardiff_.current().value / ideal(); }
    [[nodiscard]] int changes() const { return changes_; }
    [[nodiscard]] double now_s() const { return now_s_; }
    [[nodiscard]] const Vardiff& vardiff() const { return vardiff_; }

    [[nodiscard]] double rms_log_error() const {
        double sum = 0;
        for (const double error : log_errors_) {
            sum += error * error;
        }
        return std::sqrt(sum / static_cast<double>(log_errors_.size()));
    }

private:
    [[nodiscard]] double wait_for_share_s() {
        if (hashrate_ == 0) {
            return std::numeric_limits<double>::infinity();
        }
        return -std::log(1 - uniform_(random_)) * vardiff_.current().value / hashrate_;
    }
    [[nodiscard]] Vardiff::TimePoint now() const {
        return Vardiff::TimePoint{
            std::chrono::duration_cast<Vardiff::TimePoint::duration>(Seconds{now_s_})};
    }
    void note(const std::optional<Difficulty>& changed) {
        if (changed) {
            ++changes_;
            EXPECT_EQ(*changed, vardiff_.current());
            EXPECT_GE(changed->value, options_.min.value);
            EXPECT_LE(changed->value, options_.max.value);
        }
    }

    VardiffOptions options_;
    double hashrate_;
    std::mt19937_64 random_;
    std::uniform_real_distribution<double> uniform_{0, 1};
    Vardiff vardiff_;
    double now_s_ = 0;
    int changes_ = 0;
    std::vector<double> log_errors_;
};

TEST(vardiff, rises_a_thousandfold_within_a_minute) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        SimulatedMiner miner(1, 300, seed);  // ideal 1000
        miner.run_for(60);
        EXPECT_THAT(miner.ratio(), ::testing::AllOf(::testing::Gt(0.4), ::testing::Lt(2.5)))
            << seed;
        EXPECT_LE(miner.changes(), 8) << seed;
    }
}

TEST(vardiff, falls_a_thousandfold_within_three_minutes) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        SimulatedMiner miner(1'000'000, 300, seed);
        miner.run_for(180);
        EXPECT_THAT(miner.ratio(), ::testing::AllOf(::testing::Gt(0.4), ::testing::Lt(2.5)))
            << seed;
    }
}

TEST(vardiff, leaves_a_steady_miner_alone) {
    int changes = 0;
    double error = 0;
    constexpr unsigned miners = 20;
    for (unsigned seed = 0; seed < miners; ++seed) {
        SimulatedMiner miner(1000, 300, seed);
        miner.run_for(10 * 3600);
        changes += miner.changes();
        error += miner.rms_log_error();
    }
    EXPECT_LT(changes / (10.0 * miners), 1.0) << "changes an hour";
    EXPECT_LT(error / miners, 0.1) << "RMS of ln(difficulty / ideal)";
}

TEST(vardiff, halves_within_five_minutes_of_silence_and_goes_on_falling) {
    SimulatedMiner miner(1000, 300, 1);
    miner.run_for(3600);
    const double before = miner.vardiff().current().value;
    miner.set_hashrate(0);
    miner.run_for(300);
    EXPECT_LE(miner.vardiff().current().value, before / 2);
    miner.run_for(3600);
    EXPECT_LE(miner.vardiff().current().value, before / 50);
}

TEST(vardiff, recovers_from_half_an_hour_of_silence_in_a_quarter_of_an_hour) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        SimulatedMiner miner(1000, 300, seed);
        miner.run_for(2 * 3600);
        miner.set_hashrate(0);
        miner.run_for(1800);
        miner.set_hashrate(300);
        miner.run_for(900);
        EXPECT_NEAR(std::log(miner.ratio()), 0, 0.45) << seed;
    }
}

TEST(vardiff, follows_a_halved_and_a_doubled_hashrate_within_ten_minutes) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        SimulatedMiner miner(1000, 300, seed);
        miner.run_for(3600);
        miner.set_hashrate(150);
        miner.run_for(600);
        EXPECT_NEAR(std::log(miner.ratio()), 0, 0.45) << seed;
        miner.set_hashrate(300);
        miner.run_for(600);
        EXPECT_NEAR(std::log(miner.ratio()), 0, 0.45) << seed;
    }
}

TEST(vardiff, never_leaves_its_bounds) {
    VardiffOptions options;
    options.min = {64};
    options.max = {512};
    SimulatedMiner fast(1, 1e9, 1, options);
    EXPECT_EQ(fast.vardiff().current().value, 64);
    fast.run_for(0.01);
    EXPECT_EQ(fast.vardiff().current().value, 512);
    SimulatedMiner slow(1e6, 1e-9, 1, options);
    EXPECT_EQ(slow.vardiff().current().value, 512);
    slow.run_for(3600);
    EXPECT_EQ(slow.vardiff().current().value, 64);
}

TEST(vardiff, serves_a_miner_far_below_difficulty_one) {
    SimulatedMiner miner(1, 0.0003, 1);  // about 1.3 MH/s of sha256d; ideal 0.001
    miner.run_for(1800);
    EXPECT_NEAR(std::log(miner.ratio()), 0, 0.45);
}

TEST(vardiff, is_not_misled_by_shares_in_flight_at_the_old_difficulty) {
    const VardiffOptions options;
    Vardiff vardiff(options, {1}, {});
    Vardiff::TimePoint now{};
    const auto millisecond = std::chrono::milliseconds(1);
    std::optional<Difficulty> raised;
    while (!raised) {
        now += millisecond;
        raised = vardiff.on_share(options, {1}, now);
    }
    // 0.3 s of latency: the miner goes on with difficulty 1 and is worth 1000 of it a second.
    for (int share = 0; share < 300; ++share) {
        now += millisecond;
        (void)vardiff.on_share(options, {1}, now);
    }
    EXPECT_NEAR(vardiff.difficulty_per_second(), 1000, 20);
    EXPECT_NEAR(vardiff.current().value, 3333, 900);
}

TEST(vardiff, keeps_what_it_learnt_when_the_difficulty_is_set) {
    const VardiffOptions options;
    SimulatedMiner miner(1000, 300, 3);
    miner.run_for(3600);
    Vardiff vardiff = miner.vardiff();
    vardiff.set_difficulty(options, {1e6});
    EXPECT_EQ(vardiff.current().value, 1e6);
    EXPECT_EQ(vardiff.difficulty_per_second(), miner.vardiff().difficulty_per_second());
    const auto corrected = vardiff.on_idle(options, Vardiff::TimePoint{std::chrono::seconds(3601)});
    ASSERT_TRUE(corrected);
    EXPECT_NEAR(std::log(corrected->value / 1000), 0, 0.3);
}

TEST(vardiff, waits_for_four_shares_before_it_rises) {
    const VardiffOptions options;
    Vardiff vardiff(options, {1}, {});
    for (int share = 0; share < 3; ++share) {
        EXPECT_FALSE(vardiff.on_share(options, {1}, {}));
    }
    const auto raised = vardiff.on_share(options, {1}, {});
    ASSERT_TRUE(raised);
    EXPECT_EQ(raised->value, 1024) << "no time has passed: the largest step";
}

TEST(vardiff, survives_numbers_that_make_no_sense) {
    const VardiffOptions options;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double start : {nan, infinity, -infinity, 0.0, -1.0}) {
        Vardiff vardiff(options, {start}, Vardiff::TimePoint{std::chrono::hours(1)});
        EXPECT_EQ(vardiff.current(), options.min);
        for (const double credited : {nan, infinity, 0.0, -1.0, 1e-300, 1e300}) {
            for (const int second : {0, 7200, 3600, 1'000'000'000}) {
                const Vardiff::TimePoint now{std::chrono::seconds(second)};
                (void)vardiff.on_share(options, {credited}, now);
                (void)vardiff.on_idle(options, now);
                ASSERT_GE(vardiff.current(), options.min);
                ASSERT_LE(vardiff.current(), options.max);
                ASSERT_TRUE(std::isfinite(vardiff.difficulty_per_second()));
            }
        }
        vardiff.set_difficulty(options, {nan});
        EXPECT_EQ(vardiff.current(), options.min);
    }
}

TEST(clean_difficulty, below_never_rises) {
    EXPECT_EQ(clean_difficulty_below({1234.99}).value, 1234);
    EXPECT_EQ(clean_difficulty_below({1}).value, 1);
    EXPECT_EQ(clean_difficulty_below({0.999}).value, 0.875);
    EXPECT_EQ(clean_difficulty_below({0.3}).value, 0.25);
    EXPECT_EQ(clean_difficulty_below({0x1p-20}).value, 0x1p-20);
}

TEST(clean_difficulty, is_whole_from_one_up_and_dyadic_below) {
    EXPECT_EQ(clean_difficulty({1234.56}).value, 1235);
    EXPECT_EQ(clean_difficulty({1.4}).value, 1);
    EXPECT_EQ(clean_difficulty({0.99}).value, 1);
    EXPECT_EQ(clean_difficulty({0.9}).value, 0.875);
    EXPECT_EQ(clean_difficulty({0.3}).value, 0.3125);
    EXPECT_EQ(clean_difficulty({0.001}).value, 0.0009765625);
    EXPECT_EQ(clean_difficulty({0x1p-20}).value, 0x1p-20);
}

TEST(check_options, says_what_is_wrong) {
    VardiffOptions options;
    EXPECT_TRUE(check_options(options));
    options.band = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(check_options(options));
    options = {};
    options.max = {0x1p-21};
    EXPECT_THAT(check_options(options).error(), ::testing::HasSubstr("min <= max"));
}

}  // namespace
}  // namespace sluice::difficulty
