#include "miner/workers/device_supervisor.hpp"

#include "fake_device.hpp"
#include "sample_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;

class DeviceSupervisorTest : public testing::Test {
protected:
    /// The time passes in leaps that are no stops of the process.
    explicit DeviceSupervisorTest(
        const SupervisorOptions& options = {.watchdog = {.look_interval_max = 24h}})
        : state_(std::make_shared<SharedMiningState>(sha256d(), now_)),
          supervisor_(state_, options) {}
    ~DeviceSupervisorTest() override {
        state_->work.stop();
        EXPECT_EQ(supervisor_.wait_for_end(60s), !leaves_a_thread_behind_);
    }

    void start(FakeDevice::MakeScanner make, const char* name = "cuda0", std::size_t workers = 1) {
        start(std::make_shared<FakeDevice>(std::move(make)),
              {.name = name, .workers = workers, .plan = plan});
    }
    void start(std::shared_ptr<kernels::Device> device, DeviceWorkersSettings settings) {
        supervisor_.start(std::move(device), std::move(settings), now_);
    }
    static ScannerPlan plan(kernels::Device&, const ProgressCallback& alive) {
        EXPECT_TRUE(alive(WorkerPhase::starting));
        return {};
    }

    void check_after(std::chrono::seconds pause) {
        now_ += pause;
        supervisor_.check(now_);
    }
    DeviceSnapshot device(std::size_t number = 0) const {
        return state_->statistics.snapshot(now_).devices[number];
    }
    /// A call that began just now may take `bound`.
    void expect_sick_after(std::chrono::seconds bound) {
        check_after(0s);
        check_after(bound - 1s);
        EXPECT_EQ(device().health, DeviceHealth::starting);
        check_after(2s);
        EXPECT_EQ(device().health, DeviceHealth::sick);
    }
    /// Other threads bring `condition` about, within a time that only a fault exceeds.
    template <class Condition>
    static void await_that(Condition condition, const char* what) {
        const TimePoint end = Clock::now() + 60s;
        while (!condition()) {
            if (Clock::now() >= end) {
                ADD_FAILURE() << "not within a minute: " << what;
                return;
            }
            std::this_thread::yield();
        }
    }
    /// Checks, at an unmoved time, until the device is in that health.
    void await(DeviceHealth health, std::size_t number = 0) {
        await_that(
            [&] {
                supervisor_.check(now_);
                return device(number).health == health;
            },
            "the health that was waited for");
    }
    void await_hashes(std::size_t number = 0) const {
        await_that([&] { return device(number).hashes > 0; }, "a hash");
    }

    TimePoint now_ = Clock::now();
    std::shared_ptr<SharedMiningState> state_;
    DeviceSupervisor supervisor_;
    bool leaves_a_thread_behind_ = false;
};

using device_supervisor = DeviceSupervisorTest;

/// The second scan of the first scanner passes the gate; its result would be seen if it counted.
struct HangingOnce {
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::shared_ptr<std::atomic<int>> scanners = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<Gate> returned = std::make_shared<Gate>();

    kernels::MakeScannerResult operator()(const std::string&, const kernels::LaunchShape&) const {
        if (++*scanners > 1) {
            return made([](const Enqueued& scan) {
                kernels::ScanResult result = done(scan);
                result.hashes_done = 1;
                return result;
            });
        }
        // The script goes with its scanner, when the hung thread has ended.
        const std::shared_ptr<void> at_end{nullptr,
                                           [returned = returned](void*) { returned->open(); }};
        return made([gate = gate, at_end](const Enqueued& scan) {
            gate->pass();
            kernels::ScanResult result = done(scan);
            result.hashes_done = std::uint64_t{1} << 60;
            return result;
        });
    }
};

TEST_F(device_supervisor, a_device_that_hangs_is_sick_then_dead_and_restarted_without_its_thread) {
    leaves_a_thread_behind_ = true;
    const HangingOnce hanging;
    start(hanging);
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    check_after(0s);
    EXPECT_EQ(device().health, DeviceHealth::well);
    check_after(11s);
    EXPECT_EQ(device().health, DeviceHealth::sick);
    check_after(20s);
    EXPECT_EQ(device().health, DeviceHealth::dead);
    check_after(9s);
    EXPECT_EQ(*hanging.scanners, 1) << "the pause before a restart is 10 s";
    check_after(1s);
    await(DeviceHealth::well);
    await_hashes();
    EXPECT_EQ(*hanging.scanners, 2);

    hanging.gate->open();
    hanging.returned->pass();
    EXPECT_LT(device().hashes, std::uint64_t{1} << 60) << "what it did after all does not count";
}

TEST_F(device_supervisor, a_launch_that_hangs_while_kernels_are_measured_has_the_bound_of_any) {
    leaves_a_thread_behind_ = true;
    const HangingOnce hanging;
    auto card = std::make_shared<FakeDevice>(hanging);
    card->shapes = {{{&kernels::launch::block_threads, 64}},
                    {{&kernels::launch::block_threads, 128}}};
    const auto measured = [profile = std::make_shared<KernelProfile>("")](
                              kernels::Device& device, const ProgressCallback& alive) {
        return make_plan(device, sha256d(), *profile, {.turn = 1ms, .alive = alive});
    };
    start(card, {.name = "cuda0", .plan = measured});
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    expect_sick_after(10s);
    check_after(20s);
    EXPECT_EQ(device().health, DeviceHealth::dead);
    check_after(10s);
    await(DeviceHealth::well);
    await_hashes();
    hanging.gate->open();
    hanging.returned->pass();
}

TEST_F(device_supervisor, a_self_test_that_hangs_has_a_minute) {
    leaves_a_thread_behind_ = true;
    const auto gate = std::make_shared<Gate>();
    const auto ended = std::make_shared<Gate>();
    auto scanners = std::make_shared<std::atomic<int>>(0);
    start([=](const auto&, const auto&) {
        if (++*scanners == 1) {
            gate->pass();
            ended->open();
        }
        return made(done);
    });
    gate->await(1);
    expect_sick_after(60s);
    check_after(120s);
    EXPECT_EQ(device().health, DeviceHealth::dead);
    check_after(10s);
    await(DeviceHealth::well);
    gate->open();
    ended->pass();
}

TEST_F(device_supervisor, a_device_that_has_worked_has_a_minute_to_start_again) {
    leaves_a_thread_behind_ = true;
    const HangingOnce hanging;
    const auto gate = std::make_shared<Gate>();
    const auto ended = std::make_shared<Gate>();
    auto plans = std::make_shared<std::atomic<int>>(0);
    const auto hangs_at_the_restart = [=](kernels::Device&, const ProgressCallback&) {
        if (++*plans == 2) {
            gate->pass();
            ended->open();
        }
        return ScannerPlan{};
    };
    start(std::make_shared<FakeDevice>(hanging), {.name = "cuda0", .plan = hangs_at_the_restart});
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    for (const std::chrono::seconds pause : {0s, 11s, 20s, 10s}) {
        check_after(pause);
    }
    gate->await(1);
    expect_sick_after(60s);
    gate->open();
    ended->pass();
    hanging.gate->open();
    hanging.returned->pass();
}

TEST_F(device_supervisor, the_other_devices_go_on) {
    leaves_a_thread_behind_ = true;
    const HangingOnce hanging;
    start(hanging, "cuda0");
    start([](const auto&, const auto&) { return made(done); }, "cuda1");
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    await(DeviceHealth::well, 1);
    await_hashes(1);
    check_after(0s);
    check_after(11s);
    EXPECT_EQ(device(0).health, DeviceHealth::sick);
    const std::uint64_t hashes = device(1).hashes;
    await_that([&] { return device(1).hashes > hashes; }, "more hashes of the other device");
    check_after(20s);
    EXPECT_EQ(device(0).health, DeviceHealth::dead);
    EXPECT_EQ(device(1).health, DeviceHealth::well);
    EXPECT_TRUE(supervisor_.any_left());
    hanging.gate->open();
    hanging.returned->pass();
}

TEST_F(device_supervisor, a_device_that_recovers_in_time_is_well_again) {
    const HangingOnce hanging;
    start(hanging);
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    check_after(0s);
    check_after(11s);
    ASSERT_EQ(device().health, DeviceHealth::sick);
    hanging.gate->open();
    await(DeviceHealth::well);
    EXPECT_EQ(*hanging.scanners, 1);
}

class StoppedProcessTest : public DeviceSupervisorTest {
protected:
    StoppedProcessTest() : DeviceSupervisorTest(SupervisorOptions{}) {}
};
using stopped_process = StoppedProcessTest;

TEST_F(stopped_process, is_no_fault_of_its_devices) {
    const HangingOnce hanging;
    start(hanging);
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    check_after(0s);
    for (int times = 0; times < 4; ++times) {
        check_after(40s);
        EXPECT_EQ(device().health, DeviceHealth::well);
    }
    hanging.gate->open();
}

TEST_F(device_supervisor, a_device_that_only_fails_is_dropped_after_its_restarts) {
    auto scanners = std::make_shared<std::atomic<int>>(0);
    start([scanners](const auto&, const auto&) {
        ++*scanners;
        return made([](const Enqueued&) { return device_error("fell off the bus"); });
    });
    state_->work.publish(share(sample_job()));
    for (const std::chrono::seconds pause : {10s, 20s, 40s, 80s, 160s}) {
        await(DeviceHealth::dead);
        check_after(pause - 1s);
        ASSERT_EQ(device().health, DeviceHealth::dead);
        check_after(1s);
    }
    await(DeviceHealth::dropped);
    EXPECT_FALSE(supervisor_.any_left());
    EXPECT_EQ(*scanners, 6 * (1 + DeviceWorker::failures_in_a_row_max));
}

TEST_F(device_supervisor, a_device_without_any_scanner_is_dropped_at_once) {
    start([](const auto&, const auto&) { return not_made("no kernel image for this device"); },
          "cuda0", 3);
    await(DeviceHealth::dropped);
    EXPECT_FALSE(supervisor_.any_left());
}

TEST_F(device_supervisor, without_work_nobody_is_sick) {
    start([](const auto&, const auto&) { return made(done); });
    await(DeviceHealth::well);
    check_after(24h);
    EXPECT_EQ(device().health, DeviceHealth::well);
}

TEST_F(device_supervisor, an_exception_of_a_device_stays_with_it) {
    start([](const auto&, const auto&) -> kernels::MakeScannerResult { throw std::bad_alloc{}; });
    start([](const auto&, const auto&) { return made(done); }, "cuda1");
    await(DeviceHealth::dropped, 0);
    await(DeviceHealth::well, 1);
    EXPECT_TRUE(supervisor_.any_left());
}

TEST_F(device_supervisor, does_not_wait_for_a_hung_thread_at_the_end) {
    leaves_a_thread_behind_ = true;
    const HangingOnce hanging;
    start(hanging);
    state_->work.publish(share(sample_job()));
    hanging.gate->await(1);
    state_->work.stop();
    EXPECT_FALSE(supervisor_.wait_for_end(0ms));
    hanging.gate->open();
    hanging.returned->pass();
}

}  // namespace
}  // namespace sluice::miner
