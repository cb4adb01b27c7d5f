#include "miner/device_worker.hpp"

#include "sample_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace sluice::miner {
namespace {

const kernels::Algorithm& sha256d() { return *kernels::find_algorithm("sha256d"); }

struct Enqueued {
    kernels::Work work;
    kernels::NonceRange range;
};

/// Answers every scan by a script, and remembers what it was asked.
class ScriptedScanner final : public kernels::Scanner {
public:
    using Script = std::function<kernels::ScanResult(const Enqueued&)>;

    ScriptedScanner(std::size_t depth, Script script) : depth_(depth), script_(std::move(script)) {}

    std::size_t depth() const noexcept override { return depth_; }
    void enqueue(const kernels::Work& work, kernels::NonceRange range,
                 kernels::StopToken) override {
        in_flight_.push_back({work, range});
        in_flight_most_ = std::max(in_flight_most_, in_flight_.size());
    }
    kernels::ScanResult collect() override {
        const Enqueued scan = in_flight_.front();
        in_flight_.pop_front();
        return script_(scan);
    }

    std::size_t in_flight_most() const { return in_flight_most_; }

private:
    std::size_t depth_;
    Script script_;
    std::deque<Enqueued> in_flight_;
    std::size_t in_flight_most_ = 0;
};

kernels::ScanResult done(const Enqueued& scan) {
    kernels::ScanResult result;
    result.nonces_done = scan.range.count;
    result.hashes_done = scan.range.count * std::max(1u, scan.work.version_count);
    return result;
}

class DeviceWorkerTest : public testing::Test {
protected:
    DeviceWorkerTest() : statistics_(Clock::now()), work_(WorkSourceOptions{}) {}

    /// Runs a worker on this thread; the script stops the work source when it has seen enough.
    void run(
        std::unique_ptr<ScriptedScanner> scanner,
        DeviceWorker::ScannerFactory replace = [] { return kernels::MakeScannerResult{}; }) {
        DeviceWorker worker{"test", sha256d(), std::move(scanner), std::move(replace),
                            work_,  shares_,   statistics_};
        worker.run();
    }

    /// A job whose target every hash meets.
    static SharedJob easy_job() {
        MiningJob job = sample_job();
        job.target.value = ~protocol::UInt256{0};
        return share(job);
    }

    static kernels::Hit true_hit(const Enqueued& scan) {
        const std::uint32_t version = scan.work.versions[1];
        return {scan.range.first, version,
                reference_hash(sha256d(), scan.work, version, scan.range.first)};
    }

    Statistics statistics_;
    WorkSource work_;
    ShareQueue shares_;
};

using device_worker = DeviceWorkerTest;

TEST_F(device_worker, scans_successive_ranges_of_its_column) {
    std::vector<Enqueued> scans;
    work_.publish(easy_job());
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        scans.push_back(scan);
        if (scans.size() == 5) {
            work_.stop();
        }
        return done(scan);
    }));
    ASSERT_EQ(scans.size(), 5u);
    std::uint64_t next = 0;
    for (const Enqueued& scan : scans) {
        EXPECT_EQ(scan.range.first, next);
        EXPECT_EQ(scan.work.version_count, 8u);
        next += scan.range.count;
    }
    EXPECT_EQ(statistics_.snapshot(Clock::now()).hashes, 8 * next);
}

TEST_F(device_worker, keeps_the_devices_queue_full) {
    int scans = 0;
    work_.publish(easy_job());
    std::size_t most = 0;
    ScriptedScanner* seen = nullptr;
    auto scanner = std::make_unique<ScriptedScanner>(2, [&](const Enqueued& scan) {
        most = seen->in_flight_most();
        if (++scans == 4) {
            work_.stop();
        }
        return done(scan);
    });
    seen = scanner.get();
    run(std::move(scanner));
    EXPECT_EQ(most, 2u);
}

TEST_F(device_worker, hands_on_a_hit_with_its_job_and_version_bits) {
    work_.publish(easy_job());
    std::uint32_t version = 0;
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        work_.stop();
        kernels::ScanResult result = done(scan);
        result.hits.push_back(true_hit(scan));
        version = result.hits.front().version;
        return result;
    }));
    const auto found = shares_.take_all();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].job->notify.job_id, "job1");
    EXPECT_EQ(found[0].share.version_bits, version & 0x1fffe000);
    EXPECT_EQ(found[0].share.time, found[0].job->notify.time);
    EXPECT_GT(found[0].difficulty.value, 0);
}

TEST_F(device_worker, a_hit_with_a_wrong_hash_is_a_hardware_error) {
    work_.publish(easy_job());
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        work_.stop();
        kernels::ScanResult result = done(scan);
        result.hits.push_back(true_hit(scan));
        result.hits.back().nonce += 1;
        return result;
    }));
    EXPECT_TRUE(shares_.take_all().empty());
    EXPECT_EQ(statistics_.snapshot(Clock::now()).hardware_errors, 1u);
}

TEST_F(device_worker, a_hit_above_the_target_is_a_hardware_error) {
    work_.publish(share(sample_job()));  // difficulty 1: no hash of a test meets it
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        work_.stop();
        kernels::ScanResult result = done(scan);
        result.hits.push_back(true_hit(scan));
        return result;
    }));
    EXPECT_TRUE(shares_.take_all().empty());
    EXPECT_EQ(statistics_.snapshot(Clock::now()).hardware_errors, 1u);
}

TEST_F(device_worker, turns_to_a_new_job_at_the_next_scan) {
    std::vector<kernels::Work> works;
    work_.publish(easy_job());
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        works.push_back(scan.work);
        if (works.size() == 1) {
            MiningJob next = sample_job(2);
            next.target.value = 5;
            work_.publish(share(next));
        } else {
            work_.stop();
        }
        return done(scan);
    }));
    ASSERT_EQ(works.size(), 2u);
    EXPECT_NE(works[0].header, works[1].header);
    EXPECT_EQ(works[1].target[0], 5);
}

TEST_F(device_worker, makes_a_new_scanner_after_a_device_error) {
    work_.publish(easy_job());
    int replaced = 0;
    run(std::make_unique<ScriptedScanner>(1,
                                          [](const Enqueued&) {
                                              kernels::ScanResult result;
                                              result.device_error = "launch failed";
                                              return result;
                                          }),
        [&] {
            ++replaced;
            kernels::MakeScannerResult made;
            made.scanner = std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
                work_.stop();
                return done(scan);
            });
            return made;
        });
    EXPECT_EQ(replaced, 1);
    EXPECT_TRUE(work_.stopped());
}

TEST_F(device_worker, gives_up_a_device_that_only_fails) {
    work_.publish(easy_job());
    const auto failing = [] {
        return std::make_unique<ScriptedScanner>(1, [](const Enqueued&) {
            kernels::ScanResult result;
            result.device_error = "fell off the bus";
            return result;
        });
    };
    int replaced = 0;
    run(failing(), [&] {
        ++replaced;
        kernels::MakeScannerResult made;
        made.scanner = failing();
        return made;
    });
    EXPECT_EQ(replaced, 3);
    EXPECT_FALSE(work_.stopped());
}

TEST_F(device_worker, every_real_kernel_finds_shares_that_verify) {
    for (const auto& device : kernels::enumerate_devices().devices) {
        for (const kernels::KernelInfo& kernel : device->kernels(sha256d())) {
            if (!kernel.eligible) {
                continue;
            }
            WorkSource work{WorkSourceOptions{}};
            ShareQueue shares;
            shares.set_wake([&work] { work.stop(); });
            MiningJob job = sample_job();
            job.target = protocol::share_target({1.0 / (1 << 20)});
            work.publish(share(job));
            DeviceWorker worker{"test",
                                sha256d(),
                                device->make_scanner(sha256d(), kernel.name).scanner,
                                [] { return kernels::MakeScannerResult{}; },
                                work,
                                shares,
                                statistics_};
            worker.run();
            const auto found = shares.take_all();
            EXPECT_FALSE(found.empty()) << kernel.name;
            for (const FoundShare& one : found) {
                protocol::BlockHeader header =
                    header_of(*one.job, one.share.extranonce2, one.share.time);
                header.version |= one.share.version_bits.value();
                header.nonce = one.share.nonce;
                EXPECT_TRUE(meets(block_id(header), job.target)) << kernel.name;
            }
        }
    }
}

}  // namespace
}  // namespace sluice::miner
