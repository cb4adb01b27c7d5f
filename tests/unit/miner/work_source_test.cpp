#include "miner/work/work_source.hpp"
#include "miner/work/bitcoin80_jobs.hpp"

#include "sample_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>
#include <tuple>
#include <vector>

namespace sluice::miner {
namespace {

using Wait = WorkSource::Wait;
/// job (by its coinbase), extranonce2, time, version bits, nonce
using Header = std::tuple<std::uint8_t, std::uint64_t, std::uint32_t, std::uint32_t, std::uint64_t>;

std::vector<Header> headers_of(const Assignment& assignment, const kernels::NonceRange& range) {
    std::vector<Header> headers;
    const Column& column = assignment.column;
    for (std::uint64_t nonce = range.first; nonce < range.first + range.count; ++nonce) {
        for (std::uint32_t i = 0; i < std::max(1u, column.version_count); ++i) {
            headers.emplace_back(assignment.job->notify.coinb1[1], column.extranonce2,
                                 column.time_roll, column.version_bits[i], nonce);
        }
    }
    return headers;
}

TEST(work_source, workers_together_cover_a_small_space_and_repeat_nothing) {
    WorkSource source{bitcoin80_jobs, {.nonces_per_column = 16, .time_rolls_max = 0}};
    MiningJob job = sample_job();
    job.extranonce2_size = 1;
    job.version_mask = 0x1c000;
    source.publish(share(job));

    std::mutex mutex;
    std::set<Header> all;
    std::size_t count = 0;
    {
        std::vector<std::jthread> workers;
        for (std::uint64_t worker = 0; worker < 4; ++worker) {
            workers.emplace_back([&, batch = worker + 3] {
                Assignment assignment;
                while (source.refresh(assignment, Wait::no)) {
                    while (assignment.left.count != 0) {
                        const auto headers = headers_of(assignment, assignment.cut(batch));
                        const std::lock_guard lock{mutex};
                        all.insert(headers.begin(), headers.end());
                        count += headers.size();
                    }
                }
            });
        }
    }
    EXPECT_EQ(all.size(), 256u * 8 * 16);
    EXPECT_EQ(count, all.size());
}

TEST(work_source, nothing_repeats_while_jobs_masks_and_difficulties_change) {
    for (const std::uint32_t first_mask : {0u, 0x2000u, 0x1e000u, 0x1fffe000u}) {
        for (const std::size_t extranonce2_size : {1u, 2u, 4u, 8u}) {
            WorkSource source{bitcoin80_jobs, {.nonces_per_column = 8}};
            std::vector<Assignment> workers(3);
            std::set<Header> all;
            std::uint32_t mask = first_mask;
            for (int step = 0; step < 300; ++step) {
                if (step % 10 == 0) {  // jobs 1, 2, 3 take turns, so that each comes again
                    MiningJob job = sample_job(static_cast<std::uint8_t>(step / 10 % 3 + 1));
                    job.extranonce2_size = extranonce2_size;
                    mask = step % 40 == 30 ? 0x6000 : first_mask;
                    job.version_mask = mask;
                    job.difficulty = {static_cast<double>(step + 1)};
                    source.publish(share(job));
                }
                Assignment& worker = workers[static_cast<std::size_t>(step) % workers.size()];
                if (!source.refresh(worker, Wait::no)) {
                    continue;
                }
                ASSERT_EQ(worker.job->version_mask, mask);
                for (const Header& header : headers_of(worker, worker.cut(3))) {
                    ASSERT_TRUE(all.insert(header).second);
                }
            }
        }
    }
}

TEST(work_source, every_worker_gets_as_many_versions_as_its_device_shares_a_schedule_between) {
    WorkSource source{bitcoin80_jobs, {.nonces_per_column = 4}};
    source.publish(share(sample_job()));
    std::set<Header> all;
    for (int round = 0; round < 5; ++round) {
        for (const std::uint32_t versions : {1u, 3u, 8u, 16u}) {
            Assignment assignment;
            assignment.versions_max = versions;
            ASSERT_TRUE(source.refresh(assignment, Wait::no));
            EXPECT_EQ(assignment.column.version_count, versions);
            for (const Header& header : headers_of(assignment, assignment.cut(4))) {
                ASSERT_TRUE(all.insert(header).second);
            }
        }
    }
}

TEST(work_source, an_assignment_goes_on_under_a_new_difficulty) {
    WorkSource source{bitcoin80_jobs};
    source.publish(share(sample_job()));
    Assignment assignment;
    ASSERT_TRUE(source.refresh(assignment, Wait::no));
    (void)assignment.cut(1000);
    const Column column = assignment.column;

    MiningJob harder = sample_job();
    harder.difficulty = {1000};
    source.publish(share(harder));
    EXPECT_NE(source.epoch().load(), assignment.epoch);
    ASSERT_TRUE(source.refresh(assignment, Wait::no));
    EXPECT_EQ(assignment.column, column);
    EXPECT_EQ(assignment.left.first, 1000u);
    EXPECT_EQ(assignment.job->difficulty.value, 1000);
}

TEST(work_source, a_new_job_bumps_the_epoch_and_brings_a_fresh_column) {
    WorkSource source{bitcoin80_jobs};
    source.publish(share(sample_job(1)));
    Assignment assignment;
    ASSERT_TRUE(source.refresh(assignment, Wait::no));
    const kernels::StopToken stop{&source.epoch(), assignment.epoch};
    EXPECT_FALSE(stop.stop_requested());
    source.publish(share(sample_job(2)));
    EXPECT_TRUE(stop.stop_requested());
    ASSERT_TRUE(source.refresh(assignment, Wait::no));
    EXPECT_EQ(assignment.job->notify.job_id, "job2");
    EXPECT_EQ(assignment.left.first, 0u);
}

TEST(work_source, a_used_up_space_gives_nothing_until_the_next_job) {
    WorkSource source{bitcoin80_jobs, {.nonces_per_column = 1, .time_rolls_max = 0}};
    MiningJob job = sample_job(1);
    job.extranonce2_size = 1;
    job.version_mask.reset();
    source.publish(share(job));
    Assignment assignment;
    int columns = 0;
    for (; source.refresh(assignment, Wait::no); ++columns) {
        (void)assignment.cut(1);
    }
    EXPECT_EQ(columns, 256);
    source.publish(share(job));
    EXPECT_FALSE(source.refresh(assignment, Wait::no));
    source.publish(share(sample_job(2)));
    EXPECT_TRUE(source.refresh(assignment, Wait::no));
}

TEST(work_source, logs_a_pools_job_id_without_its_control_characters) {
    std::ostringstream log;
    const auto former = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_st>(log)));
    WorkSource source{bitcoin80_jobs, {.nonces_per_column = 1, .time_rolls_max = 0}};
    MiningJob job = sample_job();
    job.notify.job_id = "\x1b[2J\n";
    job.extranonce2_size = 1;
    job.version_mask.reset();
    source.publish(share(job));
    Assignment assignment;
    while (source.refresh(assignment, Wait::no)) {
        (void)assignment.cut(1);
    }
    spdlog::set_default_logger(former);
    EXPECT_THAT(log.str(), testing::HasSubstr("job ?[2J?: every header"));
}

TEST(work_source, a_waiting_worker_gets_the_job_that_is_published) {
    WorkSource source{bitcoin80_jobs};
    Assignment assignment;
    bool refreshed = false;
    {
        const std::jthread worker{[&] { refreshed = source.refresh(assignment, Wait::yes); }};
        source.publish(share(sample_job()));
    }
    EXPECT_TRUE(refreshed);
    EXPECT_EQ(assignment.job->notify.job_id, "job1");
}

TEST(work_source, stop_releases_waiting_workers) {
    WorkSource source{bitcoin80_jobs};
    bool refreshed = true;
    {
        const std::jthread worker{[&] {
            Assignment assignment;
            refreshed = source.refresh(assignment, Wait::yes);
        }};
        source.stop();
    }
    EXPECT_FALSE(refreshed);
    EXPECT_TRUE(source.stopped());
}

TEST(work_source, withdrawn_work_is_not_handed_out) {
    WorkSource source{bitcoin80_jobs};
    source.publish(share(sample_job()));
    Assignment assignment;
    ASSERT_TRUE(source.refresh(assignment, Wait::no));
    const std::uint64_t epoch = assignment.epoch;
    source.withdraw();
    EXPECT_NE(source.epoch().load(), epoch);
    EXPECT_FALSE(source.refresh(assignment, Wait::no));
}

}  // namespace
}  // namespace sluice::miner
