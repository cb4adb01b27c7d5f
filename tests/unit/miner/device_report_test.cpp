#include "miner/device_report.hpp"

#include "kernels/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>

namespace sluice::miner {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(self_test, tries_every_kernel_of_this_machine) {
    const SelfTestReport report = self_test(kernels::enumerate_devices().devices);
    EXPECT_TRUE(report.passed) << report.text;
    EXPECT_THAT(report.text, HasSubstr("sha256d/scalar     ok"));
    EXPECT_THAT(report.text, HasSubstr(", 0 failed"));
}

TEST(self_test, tries_one_kernel_when_it_is_named_and_every_algorithms_by_its_bare_name) {
    const auto devices = kernels::enumerate_devices().devices;
    const SelfTestReport one = self_test(devices, "sha256d/scalar");
    const SelfTestReport bare = self_test(devices, "scalar");
    EXPECT_EQ(one.kernels, 1);
    EXPECT_EQ(bare.kernels, std::ssize(kernels::algorithms()));
    for (const SelfTestReport& report : {one, bare}) {
        EXPECT_TRUE(report.passed);
        EXPECT_THAT(report.text, Not(HasSubstr("sse2")));
    }
}

TEST(self_test, knows_no_kernel_of_another_name) {
    const auto devices = kernels::enumerate_devices().devices;
    const SelfTestReport report = self_test(devices, "sha256d/none");
    EXPECT_FALSE(report.passed);
    EXPECT_EQ(report.kernels, 0);
    EXPECT_THAT(no_such_kernel("sha256d/none", devices), HasSubstr("sha256d/avx2"));
}

}  // namespace
}  // namespace sluice::miner
