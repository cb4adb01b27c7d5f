#include "miner/benchmark/benchmark.hpp"

#include "fake_device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "miner/benchmark/benchmark_report.hpp"
#include "miner/measure/core_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sluice::miner {
namespace {

using testing::HasSubstr;

TEST(benchmark, measures_every_eligible_kernel_and_checks_its_hits) {
    const auto devices = kernels::enumerate_devices().devices;
    kernels::Device& cpu = *devices.front();
    const kernels::Algorithm& algorithm = *kernels::find_algorithm("sha256d");
    const auto rows = run_benchmark(
        cpu, algorithm, {.threads = 2, .time_per_kernel = std::chrono::milliseconds{5}});
    ASSERT_EQ(rows.size(), cpu.kernels(algorithm).size());
    for (const BenchmarkRow& row : rows) {
        EXPECT_EQ(row.failure.empty(), row.eligible) << row.kernel << ": " << row.failure;
        EXPECT_TRUE(!row.eligible || row.threads == 2) << row.kernel;
        EXPECT_EQ(row.hits_wrong, 0u) << row.kernel;
    }
    EXPECT_TRUE(all_right(rows));
    EXPECT_DOUBLE_EQ(rows.back().portable_ratio, 1);
    const auto none = run_benchmark(cpu, algorithm, {.kernel = "sha256d/nothing"});
    EXPECT_TRUE(none.empty());
    EXPECT_FALSE(all_right(none));
}

BenchmarkRow row_of(const std::string& kernel) {
    BenchmarkRow row;
    row.device = "cpu0";
    row.algorithm = "sha256d";
    row.kernel = kernel;
    return row;
}

TEST(benchmark, is_wrong_when_a_kernel_that_can_run_failed_or_a_hit_is_wrong) {
    BenchmarkRow good = row_of("avx2");
    BenchmarkRow absent = row_of("avx512");
    absent.eligible = false;
    absent.failure = "the CPU has no AVX-512";
    EXPECT_TRUE(all_right(std::vector{absent, good}));
    EXPECT_FALSE(all_right(std::vector{absent})) << "nothing was measured";
    BenchmarkRow failed = row_of("shani");
    failed.failure = "failed its self-test";
    EXPECT_FALSE(all_right(std::vector{good, failed}));
    good.hits_wrong = 1;
    EXPECT_FALSE(all_right(std::vector{good}));
}

TEST(benchmark, table_and_json_say_the_same) {
    BenchmarkRow fast = row_of("avx2");
    fast.threads = 1;
    fast.hashes_per_second = 15e6;
    fast.portable_ratio = 5.5;
    fast.openssl_ratio = 0.57;
    fast.cycles_per_hash = 230.4;
    fast.bound_ratio = 0.91;
    fast.hits_checked = 60;
    BenchmarkRow absent = row_of("avx512");
    absent.failure = "the CPU has no AVX-512";
    const std::vector rows{absent, fast};
    const std::string table = benchmark_table(rows);
    for (const char* text :
         {"sha256d/avx2", "15.00 MH/s", "5.50 x", "0.57", "230.4", "91 %",
          "sha256d per SHA-256 compression", "not run: the CPU has no AVX-512"}) {
        EXPECT_THAT(table, HasSubstr(text));
    }

    const auto json = nlohmann::json::parse(benchmark_json(rows));
    ASSERT_EQ(json.size(), 2u);
    EXPECT_EQ(json[0].at("failure"), "the CPU has no AVX-512");
    EXPECT_FALSE(json[0].contains("hashes_per_second"));
    EXPECT_EQ(json[1].at("algorithm"), "sha256d");
    EXPECT_EQ(json[1].at("kernel"), "avx2");
    EXPECT_EQ(json[1].at("threads"), 1);
    EXPECT_EQ(json[1].at("hashes_per_second"), 15e6);
    EXPECT_EQ(json[1].at("cycles_per_hash"), 230.4);
    EXPECT_EQ(json[1].at("bound_ratio"), 0.91);
    EXPECT_EQ(json[1].at("hits_checked"), 60);
}

TEST(core_clock, is_that_of_a_cpu_where_it_is_known) {
    const double clock_hz = measure_core_clock();
#if defined(__x86_64__)
    EXPECT_GT(clock_hz, 1e8);
    EXPECT_LT(clock_hz, 1e10);
#else
    EXPECT_EQ(clock_hz, 0);
#endif
}

TEST(benchmark, a_card_has_a_row_for_every_shape_and_a_full_queue) {
    std::size_t waits = 0;
    FakeDevice card{[&waits](const auto&, const kernels::LaunchShape& shape) {
        return made([&waits, shape](const Enqueued& scan) {
            kernels::ScanResult result = done(scan);
            waits += scan.work.version_count != shape[kernels::launch::versions];
            result.device_busy = std::chrono::milliseconds{99};
            result.device_idle = std::chrono::milliseconds{1};
            return result;
        });
    }};
    card.shapes = {{{&kernels::launch::versions, 2}},
                   {{&kernels::launch::versions, 4}, {&kernels::launch::hashes, 1 << 20}}};
    const auto rows =
        run_benchmark(card, *kernels::find_algorithm("sha256d"),
                      {.time_per_kernel = std::chrono::milliseconds{5}, .every_shape = true});
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(waits, 0u) << "a shape's number of versions reaches the work items";
    EXPECT_EQ(rows[1].versions, 4u);
    EXPECT_NEAR(rows[1].device_idle_ratio, 0.01, 1e-9);
    EXPECT_THAT(benchmark_table(rows), HasSubstr("idle 1.00 %  4 versions, 2^20 hashes a launch"));
    const auto json = nlohmann::json::parse(benchmark_json(rows));
    EXPECT_EQ(json[1].at("launch").at("launch_hashes"), 1 << 20);
}

TEST(benchmark, tells_hashes_per_joule_where_the_power_is_known) {
    BenchmarkRow row = row_of("cuda");
    row.hashes_per_second = 9e9;
    row.power_w = 300;
    row.hashes_per_joule = 30e6;
    EXPECT_THAT(benchmark_table(std::vector{row}), HasSubstr("300 W, 30.00 MH/J"));
    EXPECT_EQ(nlohmann::json::parse(benchmark_json(std::vector{row}))[0].at("power_w"), 300);
}

}  // namespace
}  // namespace sluice::miner
