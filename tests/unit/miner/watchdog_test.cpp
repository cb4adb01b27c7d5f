#include "miner/watchdog.hpp"

#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using Beat = WorkerLeash::Beat;

constexpr TimePoint start{1000s};

TEST(watchdog, a_call_beyond_its_bound_is_sick_and_beyond_three_bounds_dead) {
    Watchdog watchdog{{}, start};
    const Beat scanning{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(scanning, start + 1s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(scanning, start + 10s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(scanning, start + 11s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(scanning, start + 30s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(scanning, start + 31s), Watchdog::Verdict::dead);
    EXPECT_EQ(watchdog.silence(start + 31s), 30s);
}

TEST(watchdog, a_sign_of_life_makes_it_well_again) {
    Watchdog watchdog{{}, start};
    Beat beat{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(beat, start), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(beat, start + 20s), Watchdog::Verdict::sick);
    ++beat.count;
    EXPECT_EQ(watchdog.judge(beat, start + 21s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(beat, start + 29s), Watchdog::Verdict::well);
}

TEST(watchdog, a_slow_device_has_twenty_times_its_usual_scan) {
    Watchdog watchdog{{}, start};
    const Beat slow{WorkerPhase::scanning, 5, 3s};
    EXPECT_EQ(watchdog.judge(slow, start), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(slow, start + 59s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(slow, start + 60s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(slow, start + 180s), Watchdog::Verdict::dead);
}

TEST(watchdog, a_worker_without_work_may_wait_for_ever_and_a_starting_one_for_minutes) {
    Watchdog idle{{}, start};
    EXPECT_EQ(idle.judge({WorkerPhase::idle, 1, 75ms}, start + 24h), Watchdog::Verdict::well);
    EXPECT_EQ(idle.judge({WorkerPhase::scanning, 2, 75ms}, start + 25h), Watchdog::Verdict::well);
    Watchdog starting{{}, start};
    EXPECT_EQ(starting.judge({}, start + 299s), Watchdog::Verdict::well);
    EXPECT_EQ(starting.judge({}, start + 300s), Watchdog::Verdict::sick);
    Watchdog testing{{}, start};
    const Beat first_scan{WorkerPhase::testing, 1, {}};
    EXPECT_EQ(testing.judge(first_scan, start), Watchdog::Verdict::well);
    EXPECT_EQ(testing.judge(first_scan, start + 59s), Watchdog::Verdict::well);
    EXPECT_EQ(testing.judge(first_scan, start + 60s), Watchdog::Verdict::sick);
    Watchdog measuring{{}, start};
    const Beat measured_scan{WorkerPhase::measuring, 1, {}};
    EXPECT_EQ(measuring.judge(measured_scan, start), Watchdog::Verdict::well);
    EXPECT_EQ(measuring.judge(measured_scan, start + 10s), Watchdog::Verdict::sick);
}

TEST(worker_leash, tells_the_phase_and_the_usual_time_of_a_scan) {
    WorkerLeash leash;
    EXPECT_EQ(leash.look(), Beat{});
    leash.beat(WorkerPhase::scanning);
    leash.scan_took(90ms);
    leash.scan_took(180ms);
    EXPECT_EQ(leash.look(), (Beat{WorkerPhase::scanning, 1, 100ms}));
    leash.beat(WorkerPhase::idle);
    EXPECT_EQ(leash.look(), (Beat{WorkerPhase::idle, 2, 100ms}));
}

TEST(worker_leash, hands_nothing_over_once_it_is_cut) {
    WorkerLeash leash;
    int handed_over = 0;
    EXPECT_TRUE(leash.unless_cut([&] { ++handed_over; }));
    leash.cut();
    EXPECT_TRUE(leash.is_cut());
    EXPECT_FALSE(leash.unless_cut([&] { ++handed_over; }));
    EXPECT_EQ(handed_over, 1);
}

}  // namespace
}  // namespace sluice::miner
