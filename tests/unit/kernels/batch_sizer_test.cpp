#include "kernels/bench/batch_sizer.hpp"

#include <gtest/gtest.h>

namespace sluice::kernels {
namespace {

/// The size that a device of this speed settles on.
std::uint64_t settled(double nonces_per_second) {
    BatchSizer batch;
    for (int i = 0; i < 40; ++i) {
        const double seconds = static_cast<double>(batch.nonces()) / nonces_per_second;
        batch.measured(batch.nonces(),
                       std::chrono::nanoseconds{static_cast<std::int64_t>(seconds * 1e9)});
    }
    return batch.nonces();
}

TEST(batch_sizer, a_scan_settles_at_its_goal) {
    EXPECT_NEAR(static_cast<double>(settled(10e6)), 750e3, 10);
    EXPECT_NEAR(static_cast<double>(settled(2e9)), 150e6, 2e3);
}

TEST(batch_sizer, stays_within_its_bounds) {
    EXPECT_EQ(settled(1), BatchSizer::nonces_min);
    EXPECT_EQ(settled(1e15), BatchSizer::nonces_max);
}

TEST(batch_sizer, scans_are_whole_launches) {
    const BatchSizer batch;  // 256 nonces
    EXPECT_EQ(batch.nonces(1), 256u);
    EXPECT_EQ(batch.nonces(100), 300u);
    EXPECT_EQ(batch.nonces(120), 240u);
    EXPECT_EQ(batch.nonces(1000), 1000u) << "at least one";
    EXPECT_EQ(batch.nonces(std::uint64_t{1} << 31), std::uint64_t{1} << 31);
}

TEST(batch_sizer, one_odd_measurement_changes_little) {
    BatchSizer batch;
    const std::uint64_t before = batch.nonces();
    batch.measured(before, std::chrono::nanoseconds{0});
    EXPECT_EQ(batch.nonces(), 4 * before);
    batch.measured(0, std::chrono::hours{1});
    EXPECT_EQ(batch.nonces(), 4 * before);
}

}  // namespace
}  // namespace sluice::kernels
