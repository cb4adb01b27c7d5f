#include "miner/workers/device_worker.hpp"

#include "fake_device.hpp"
#include "kernels/registry/devices.hpp"
#include "protocol/stratum_v1/mined_header.hpp"
#include "sample_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

namespace sluice::miner {
namespace {

class DeviceWorkerTest : public testing::Test {
protected:
    using End = DeviceWorker::End;

    DeviceWorkerTest() : place_(sha256d(), Clock::now()) {
        EXPECT_EQ(statistics_.add_device("test", "a test"), 0u);
    }

    /// Runs a worker on this thread; the script stops the work source when it has seen enough.
    End run(const std::function<kernels::MakeScannerResult()>& make_scanner,
            std::uint32_t versions = 8) {
        DeviceWorker worker{
            {.name = "test", .device = 0, .versions = versions, .make_scanner = make_scanner},
            place_,
            handle_};
        return worker.run();
    }
    End run(std::unique_ptr<ScriptedScanner> scanner) {
        return run([&scanner] {
            kernels::MakeScannerResult made;
            made.scanner = std::move(scanner);
            return made;
        });
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

    SharedMiningState place_;
    Statistics& statistics_ = place_.statistics;
    WorkSource& work_ = place_.work;
    ShareQueue& shares_ = place_.shares;
    WorkerHandle handle_;
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

/// Finds a hit, tells of it, and ends the scan only then.
class EarlyScanner final : public kernels::Scanner {
public:
    using Look = std::function<void()>;
    explicit EarlyScanner(Look look) : look_(std::move(look)) {}

    std::size_t depth() const noexcept override { return 1; }
    void enqueue(const kernels::Work& work, kernels::NonceRange range,
                 kernels::StopToken) override {
        scan_ = {work, range};
    }
    using Scanner::collect;
    kernels::ScanResult collect(const kernels::HitNotice& on_hit) override {
        kernels::ScanResult result = done(scan_);
        const std::uint32_t version = scan_.work.versions[1];
        result.hits = {{scan_.range.first, version,
                        reference_hash(sha256d(), scan_.work, version, scan_.range.first)}};
        on_hit(result.hits.front());
        look_();
        return result;
    }

private:
    Look look_;
    Enqueued scan_;
};

TEST_F(device_worker, hands_on_a_hit_before_its_scan_has_ended) {
    work_.publish(easy_job());
    std::size_t early = 0;
    run([&] {
        kernels::MakeScannerResult made;
        made.scanner = std::make_unique<EarlyScanner>([&] {
            early = shares_.take_all().size();
            work_.stop();
        });
        return made;
    });
    EXPECT_EQ(early, 1U);
    EXPECT_TRUE(shares_.take_all().empty()) << "and no second time";
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
            next.notify.bits = 0x03000001;  // a target of 1
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

TEST_F(device_worker, counts_the_hits_that_the_scanner_found_wrong_too) {
    work_.publish(easy_job());
    EXPECT_EQ(run(std::make_unique<ScriptedScanner>(1,
                                                    [&](const Enqueued& scan) {
                                                        work_.stop();
                                                        kernels::ScanResult result = done(scan);
                                                        result.hardware_errors = 3;
                                                        return result;
                                                    })),
              End::stopped);
    EXPECT_EQ(statistics_.snapshot(Clock::now()).hardware_errors, 3u);
}

TEST_F(device_worker, books_the_shares_that_its_hashes_should_have_found) {
    MiningJob job = sample_job();
    job.target.value = (protocol::UInt256{1} << 246) - 1;  // one hash in 1024
    work_.publish(share(job));
    double hashes = 0;
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        work_.stop();
        kernels::ScanResult result = done(scan);
        hashes = static_cast<double>(result.hashes_done);
        return result;
    }));
    const ShareAudit::Count count = statistics_.snapshot(Clock::now()).devices.front().audit.run();
    EXPECT_DOUBLE_EQ(count.expected, hashes / 1024);
    EXPECT_EQ(count.found, 0u);
}

TEST_F(device_worker, a_scan_with_lost_hits_is_no_evidence_against_its_device) {
    work_.publish(easy_job());
    run(std::make_unique<ScriptedScanner>(1, [&](const Enqueued& scan) {
        work_.stop();
        kernels::ScanResult result = done(scan);
        result.overflowed = true;
        return result;
    }));
    EXPECT_EQ(statistics_.snapshot(Clock::now()).devices.front().audit.run().expected, 0);
}

TEST_F(device_worker, hashes_as_many_versions_together_as_its_launch_shape_says) {
    work_.publish(easy_job());
    std::uint32_t versions = 0;
    EXPECT_EQ(run(
                  [&] {
                      return made([&](const Enqueued& scan) {
                          work_.stop();
                          versions = scan.work.version_count;
                          return done(scan);
                      });
                  },
                  4),
              End::stopped);
    EXPECT_EQ(versions, 4u);
}

TEST_F(device_worker, hands_nothing_over_when_its_leash_was_cut) {
    work_.publish(easy_job());
    EXPECT_EQ(run(std::make_unique<ScriptedScanner>(1,
                                                    [&](const Enqueued& scan) {
                                                        handle_.abandon();
                                                        kernels::ScanResult result = done(scan);
                                                        result.hits.push_back(true_hit(scan));
                                                        return result;
                                                    })),
              End::stopped);
    EXPECT_TRUE(shares_.take_all().empty());
    EXPECT_EQ(statistics_.snapshot(Clock::now()).hashes, 0u);
}

TEST_F(device_worker, makes_a_new_scanner_after_a_device_error) {
    work_.publish(easy_job());
    int scanners = 0;
    EXPECT_EQ(run([&] {
                  return ++scanners == 1
                             ? made([](const Enqueued&) { return device_error("launch failed"); })
                             : made([&](const Enqueued& scan) {
                                   work_.stop();
                                   return done(scan);
                               });
              }),
              End::stopped);
    EXPECT_EQ(scanners, 2);
}

TEST_F(device_worker, hands_on_the_hits_of_the_other_scan_in_flight_when_its_device_fails) {
    work_.publish(easy_job());
    int scans = 0;
    EXPECT_EQ(run([&] {
                  return made([&](const Enqueued& scan) {
                      if (++scans == 1) {
                          return device_error("fell off the bus");
                      }
                      if (scans > 2) {
                          work_.stop();
                          return done(scan);
                      }
                      kernels::ScanResult result = done(scan);
                      result.hits.push_back(true_hit(scan));
                      result.device_error = "fell off the bus";
                      return result;
                  });
              }),
              End::stopped);
    EXPECT_EQ(shares_.take_all().size(), 1u);
}

TEST_F(device_worker, gives_up_a_device_that_only_fails) {
    work_.publish(easy_job());
    int scanners = 0;
    EXPECT_EQ(run([&] {
                  ++scanners;
                  return made([](const Enqueued&) { return device_error("fell off the bus"); });
              }),
              End::failed);
    EXPECT_EQ(scanners, 4);
}

TEST_F(device_worker, is_unusable_without_a_scanner) {
    EXPECT_EQ(run([] { return not_made("out of memory"); }), End::unusable);
}

TEST(hit_chance, is_the_share_of_hashes_at_or_below_the_target) {
    kernels::HashBytes target{};
    EXPECT_EQ(hit_chance(target), 0x1p-256);
    target.fill(0xff);
    EXPECT_EQ(hit_chance(target), 1);
    target.fill(0);
    target[31] = 0x80;
    EXPECT_EQ(hit_chance(target), 0.5);
}

TEST_F(device_worker, every_real_kernel_finds_shares_that_verify) {
    for (const auto& device : kernels::enumerate_devices().devices) {
        for (const kernels::KernelInfo& kernel : device->kernels(sha256d())) {
            if (!kernel.eligible || !device->info().selected_by_default) {
                continue;
            }
            SharedMiningState place{sha256d(), Clock::now()};
            EXPECT_EQ(place.statistics.add_device("test", "a test"), 0u);
            place.shares.set_wake([&place] { place.work.stop(); });
            MiningJob job = sample_job();
            job.target = protocol::share_target({1.0 / (1 << 20)});
            place.work.publish(share(job));
            WorkerHandle handle;
            DeviceWorker worker{
                {.name = "test",
                 .make_scanner = [&] { return device->make_scanner(sha256d(), kernel.name); }},
                place,
                handle};
            EXPECT_EQ(worker.run(), End::stopped);
            const auto found = place.shares.take_all();
            EXPECT_FALSE(found.empty()) << kernel.name;
            for (const FoundShare& one : found) {
                protocol::BlockHeader header = protocol::stratum_v1::header_of(
                    one.job->notify, one.job->extranonce1, one.share.extranonce2, one.share.time);
                header.version |= one.share.version_bits.value();
                header.nonce = one.share.nonce;
                EXPECT_TRUE(meets(block_id(header), job.target)) << kernel.name;
            }
        }
    }
}

}  // namespace
}  // namespace sluice::miner
