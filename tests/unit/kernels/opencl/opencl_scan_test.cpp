// The device code of every launch shape against the reference. The default shape goes through all
// of tests/unit/kernels/scan_test.cpp besides.

#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/verify/reference_scan.hpp"
#include "tests/unit/kernels/opencl/opencl_support.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <algorithm>
#include <atomic>
#include <ostream>

namespace sluice::kernels::opencl {
namespace {

using kernels::tests::nonce_end;
using kernels::tests::random_work;
using kernels::tests::target_with_top;

struct Case {
    std::string_view algorithm;
    LaunchShape shape;

    friend void PrintTo(const Case& example, std::ostream* out) {
        *out << example.algorithm << ", groups of " << example.shape[launch::block_threads];
    }
};

/// Schedules shared by no, some and all versions; few and many nonces for a work item; V kept by
/// halves and by eighths; launches that a scan needs several of, with room for no more hashes than
/// a nonce has versions.
const Case cases[] = {
    {"sha256d",
     {{&launch::block_threads, 8},
      {&launch::nonces_per_thread, 1},
      {&launch::versions, 1},
      {&launch::hashes, 200}}},
    {"sha256d",
     {{&launch::block_threads, 4}, {&launch::nonces_per_thread, 3}, {&launch::versions, 4}}},
    {"scrypt", {{&launch::block_threads, 2}, {&launch::lookup_gap, 2}, {&launch::hashes, 6}}},
    {"scrypt", {{&launch::block_threads, 4}, {&launch::lookup_gap, 8}, {&launch::hashes, 64}}},
};

class OpenClScan : public tests::OpenClTest, public testing::WithParamInterface<Case> {
protected:
    void SetUp() override {
        OpenClTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        made_ = device().make_scanner(algorithm_, "opencl", GetParam().shape);
        ASSERT_TRUE(made_.scanner) << made_.error;
    }

    void expect_reference_hits(const Work& work, NonceRange range) {
        const ScanResult result = scan(*made_.scanner, work, range);
        EXPECT_EQ(in_order(result.hits), reference_scan(algorithm_, work, range));
        EXPECT_EQ(result.nonces_done, range.count);
        EXPECT_EQ(result.hardware_errors, 0U);
        EXPECT_FALSE(result.overflowed);
        EXPECT_EQ(result.device_error, "");
    }

    [[nodiscard]] std::uint64_t count(std::uint64_t fast, std::uint64_t slow) const {
        return is_slow(algorithm_) ? slow : fast;
    }

    const Algorithm& algorithm_ = *find_algorithm(GetParam().algorithm);
    MakeScannerResult made_;
    std::mt19937 random_{7914};
};

TEST_P(OpenClScan, finds_the_references_hits_for_every_number_of_versions) {
    for (std::uint32_t versions = 0; versions <= versions_max; versions += 4) {
        Work work = random_work(random_, versions);
        work.target = target_with_top(0x1fffffff);
        expect_reference_hits(work, {random_() >> 1, count(113, 5)});
        work.version_count = versions + (versions < versions_max ? 1 : 0);
        expect_reference_hits(work, {random_() >> 1, count(31, 3)});
    }
}

TEST_P(OpenClScan, finds_every_hit_of_a_target_far_below_difficulty_1) {
    Work work = random_work(random_, 3);
    work.target.fill(0xff);
    expect_reference_hits(work, {12'345, count(300, 10)});
    work.target = target_with_top(0x7fffffff);
    expect_reference_hits(work, {12'345, count(300, 10)});
}

TEST_P(OpenClScan, compares_all_256_bits) {
    for (int round = 0; round < 4; ++round) {
        Work work = random_work(random_, 1);
        const std::uint64_t nonce = random_();
        work.target = reference_hash(algorithm_, work, work.versions[0], nonce);
        expect_reference_hits(work, {nonce, 1});
        --*std::ranges::find_if(work.target, [](auto byte) { return byte != 0; });
        expect_reference_hits(work, {nonce, 1});
    }
}

TEST_P(OpenClScan, reaches_the_last_nonce_and_does_not_wrap) {
    Work work = random_work(random_, 2);
    work.target = target_with_top(0x3fffffff);
    for (const std::uint64_t nonces : {std::uint64_t{1}, count(97, 7)}) {
        expect_reference_hits(work, {nonce_end(algorithm_) - nonces, nonces});
    }
}

TEST_P(OpenClScan, stops_at_newer_work_with_a_prefix_scanned_completely) {
    Work work = random_work(random_, 2);
    work.target = target_with_top(0x0fffffff);
    std::atomic<std::uint64_t> epoch = 1;
    made_.scanner->enqueue(work, {0, nonce_end(algorithm_)}, {&epoch, 1});
    epoch = 2;
    const ScanResult result = made_.scanner->collect();
    EXPECT_LT(result.nonces_done, nonce_end(algorithm_));
    EXPECT_EQ(in_order(result.hits), reference_scan(algorithm_, work, {0, result.nonces_done}));
}

TEST_P(OpenClScan, keeps_the_work_of_two_scans_in_flight_apart) {
    for (int round = 0; round < 3; ++round) {
        Work works[2] = {random_work(random_, 3), random_work(random_, 1)};
        const NonceRange range = {random_() >> 1, count(150, 9)};
        for (Work& work : works) {
            work.target = target_with_top(0x1fffffff);
            made_.scanner->enqueue(work, range, {});
        }
        for (const Work& work : works) {
            EXPECT_EQ(in_order(made_.scanner->collect().hits),
                      reference_scan(algorithm_, work, range));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(shapes, OpenClScan, testing::ValuesIn(cases),
                         [](const testing::TestParamInfo<Case>& instance) {
                             return std::string(instance.param.algorithm) + "_" +
                                    std::to_string(instance.index);
                         });

}  // namespace
}  // namespace sluice::kernels::opencl
