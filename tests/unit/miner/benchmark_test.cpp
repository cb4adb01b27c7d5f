#include "miner/benchmark.hpp"

#include "miner/device_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sluice::miner {
namespace {

using testing::HasSubstr;

TEST(benchmark, measures_every_eligible_kernel_and_checks_its_hits) {
    const auto devices = kernels::enumerate_devices();
    const kernels::Algorithm& algorithm = *kernels::find_algorithm("sha256d");
    const auto rows = run_benchmark(
        devices, algorithm, {.threads = 2, .time_per_kernel = std::chrono::milliseconds{1}});
    ASSERT_EQ(rows.size(), devices.front()->kernels(algorithm).size());
    for (const BenchmarkRow& row : rows) {
        EXPECT_EQ(row.failure.empty(), row.hashes_per_second > 0) << row.kernel;
        EXPECT_EQ(row.hits_wrong, 0u) << row.kernel;
    }
    EXPECT_DOUBLE_EQ(rows.back().portable_ratio, 1);
    EXPECT_EQ(run_benchmark(devices, algorithm, {.kernel = "sha256d/nothing"}).size(), 0u);
}

TEST(benchmark, table_and_json_say_the_same) {
    BenchmarkRow fast{.device = "cpu0",
                      .algorithm = "sha256d",
                      .kernel = "avx2",
                      .failure = "",
                      .threads = 1,
                      .versions = 4,
                      .hashes_per_second = 15e6,
                      .portable_ratio = 5.5,
                      .hits_checked = 60};
    BenchmarkRow absent{.device = "cpu0",
                        .algorithm = "sha256d",
                        .kernel = "avx512",
                        .failure = "the CPU has no AVX-512"};
    const std::vector rows{absent, fast};
    const std::string table = benchmark_table(rows);
    EXPECT_THAT(table, HasSubstr("sha256d/avx2"));
    EXPECT_THAT(table, HasSubstr("15.00 MH/s"));
    EXPECT_THAT(table, HasSubstr("not run: the CPU has no AVX-512"));

    const auto json = nlohmann::json::parse(benchmark_json(rows));
    ASSERT_EQ(json.size(), 1u);
    EXPECT_EQ(json[0].at("kernel"), "avx2");
    EXPECT_EQ(json[0].at("hashes_per_second"), 15e6);
    EXPECT_EQ(json[0].at("hits_checked"), 60);
}

TEST(device_report, every_eligible_kernel_passes_its_self_test) {
    const SelfTestReport report = self_test(kernels::enumerate_devices());
    EXPECT_TRUE(report.passed) << report.text;
    EXPECT_THAT(report.text, HasSubstr("0 failed"));
}

TEST(device_report, lists_the_cpu_and_its_kernels) {
    EXPECT_THAT(device_list(kernels::enumerate_devices()),
                testing::AllOf(HasSubstr("cpu0"), HasSubstr("sha256d/scalar")));
}

}  // namespace
}  // namespace sluice::miner
