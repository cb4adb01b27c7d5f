#include "miner/workers/watchdog.hpp"

#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using Progress = WorkerHandle::Progress;

constexpr TimePoint start{1000s};

/// A watchdog that looks every second.
class Watched {
public:
    Watchdog::Verdict judge(const Progress& progress, TimePoint until) {
        while (now_ + 1s < until) {
            (void)watchdog_.judge(progress, now_ += 1s);
        }
        return watchdog_.judge(progress, now_ = until);
    }
    /// The process stands still, then looks.
    Watchdog::Verdict judge_after_stop(const Progress& progress, std::chrono::seconds stop) {
        return watchdog_.judge(progress, now_ += stop);
    }
    auto silence(TimePoint now) const { return watchdog_.silence(now); }

private:
    Watchdog watchdog_{{}, start};
    TimePoint now_ = start;
};

TEST(watchdog, a_call_beyond_its_bound_is_sick_and_beyond_three_bounds_dead) {
    Watched watchdog;
    const Progress scanning{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(scanning, start + 1s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(scanning, start + 10s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(scanning, start + 11s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(scanning, start + 30s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(scanning, start + 31s), Watchdog::Verdict::dead);
    EXPECT_EQ(watchdog.silence(start + 31s), 30s);
}

TEST(watchdog, progress_makes_it_well_again) {
    Watched watchdog;
    Progress progress{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(progress, start), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(progress, start + 20s), Watchdog::Verdict::sick);
    ++progress.count;
    EXPECT_EQ(watchdog.judge(progress, start + 21s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(progress, start + 29s), Watchdog::Verdict::well);
}

TEST(watchdog, a_slow_device_has_twenty_times_its_usual_scan) {
    Watched watchdog;
    const Progress slow{WorkerPhase::scanning, 5, 3s};
    EXPECT_EQ(watchdog.judge(slow, start), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(slow, start + 59s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(slow, start + 60s), Watchdog::Verdict::sick);
    EXPECT_EQ(watchdog.judge(slow, start + 180s), Watchdog::Verdict::dead);
}

TEST(watchdog, a_worker_without_work_may_wait_for_ever_and_a_starting_one_for_minutes) {
    Watched idle;
    EXPECT_EQ(idle.judge({WorkerPhase::idle, 1, 75ms}, start + 24h), Watchdog::Verdict::well);
    EXPECT_EQ(idle.judge({WorkerPhase::scanning, 2, 75ms}, start + 24h + 1s),
              Watchdog::Verdict::well);
    Watched starting;
    EXPECT_EQ(starting.judge({}, start + 299s), Watchdog::Verdict::well);
    EXPECT_EQ(starting.judge({}, start + 300s), Watchdog::Verdict::sick);
    Watched testing;
    const Progress first_scan{WorkerPhase::testing, 1, {}};
    EXPECT_EQ(testing.judge(first_scan, start), Watchdog::Verdict::well);
    EXPECT_EQ(testing.judge(first_scan, start + 59s), Watchdog::Verdict::well);
    EXPECT_EQ(testing.judge(first_scan, start + 60s), Watchdog::Verdict::sick);
    Watched measuring;
    const Progress measured_scan{WorkerPhase::measuring, 1, {}};
    EXPECT_EQ(measuring.judge(measured_scan, start), Watchdog::Verdict::well);
    EXPECT_EQ(measuring.judge(measured_scan, start + 10s), Watchdog::Verdict::sick);
}

TEST(watchdog, takes_no_stop_of_the_whole_process_for_a_hanging_device) {
    Watched watchdog;
    const Progress scanning{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(scanning, start + 5s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge_after_stop(scanning, 1h), Watchdog::Verdict::well)
        << "Ctrl-Z, then fg";
    const TimePoint again = start + 5s + 1h;
    EXPECT_EQ(watchdog.silence(again), 6s) << "4 s before, and 2 s of the stop";
    EXPECT_EQ(watchdog.judge(scanning, again + 3s), Watchdog::Verdict::well);
    EXPECT_EQ(watchdog.judge(scanning, again + 4s), Watchdog::Verdict::sick)
        << "a device that hangs is noticed all the same";
    EXPECT_EQ(watchdog.judge(scanning, again + 24s), Watchdog::Verdict::dead);
}

TEST(watchdog, that_looks_too_seldom_still_notices_a_device_that_hangs) {
    Watched watchdog;
    const Progress scanning{WorkerPhase::scanning, 5, 75ms};
    EXPECT_EQ(watchdog.judge(scanning, start + 1s), Watchdog::Verdict::well);
    auto verdict = Watchdog::Verdict::well;
    for (int look = 0; look < 30; ++look) {
        verdict = watchdog.judge_after_stop(scanning, 5s);
    }
    EXPECT_EQ(verdict, Watchdog::Verdict::dead);
}

TEST(worker_leash, tells_the_phase_and_the_usual_time_of_a_scan) {
    WorkerHandle handle;
    EXPECT_EQ(handle.progress(), Progress{});
    handle.report_progress(WorkerPhase::scanning);
    handle.scan_took(90ms);
    handle.scan_took(180ms);
    EXPECT_EQ(handle.progress(), (Progress{WorkerPhase::scanning, 1, 100ms}));
    handle.report_progress(WorkerPhase::idle);
    EXPECT_EQ(handle.progress(), (Progress{WorkerPhase::idle, 2, 100ms}));
}

TEST(worker_leash, hands_nothing_over_once_it_is_cut) {
    WorkerHandle handle;
    int handed_over = 0;
    EXPECT_TRUE(handle.if_not_abandoned([&] { ++handed_over; }));
    handle.abandon();
    EXPECT_TRUE(handle.is_abandoned());
    EXPECT_FALSE(handle.if_not_abandoned([&] { ++handed_over; }));
    EXPECT_EQ(handed_over, 1);
}

}  // namespace
}  // namespace sluice::miner
