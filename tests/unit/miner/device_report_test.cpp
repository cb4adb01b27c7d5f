#include "miner/ui/device_report.hpp"

#include "fake_device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <memory>
#include <vector>

namespace sluice::miner {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DeviceReportTest : public testing::Test {
protected:
    DeviceReportTest() {
        for (const auto& device : list_.devices) {
            if (device->info().selected_by_default) {
                devices_.push_back(device.get());
            }
        }
    }

    kernels::DeviceList list_ = kernels::enumerate_devices();
    std::vector<kernels::Device*> devices_;
};

using device_report = DeviceReportTest;

TEST_F(device_report, the_self_test_tries_every_kernel_of_this_machine) {
    const SelfTestReport report = self_test(devices_);
    EXPECT_TRUE(report.passed) << report.text;
    EXPECT_THAT(report.text, HasSubstr("cpu0     sha256d/scalar       ok"));
    EXPECT_THAT(report.text, HasSubstr(", 0 failed"));
}

TEST_F(device_report, the_self_test_takes_a_named_kernel_and_every_algorithms_by_its_bare_name) {
    const SelfTestReport one = self_test(devices_, {.kernel = "sha256d/scalar"});
    const SelfTestReport bare = self_test(devices_, {.kernel = "scalar"});
    EXPECT_EQ(one.kernels, 1);
    EXPECT_EQ(bare.kernels, std::ssize(kernels::algorithms()));
    for (const SelfTestReport& report : {one, bare}) {
        EXPECT_TRUE(report.passed);
        EXPECT_THAT(report.text, Not(HasSubstr("sse2")));
    }
}

TEST_F(device_report, the_self_test_takes_a_named_algorithm_alone) {
    const SelfTestReport report = self_test(devices_, {.algorithm = "sha256d"});
    EXPECT_TRUE(report.passed) << report.text;
    EXPECT_THAT(report.text, AllOf(HasSubstr("sha256d/scalar"), Not(HasSubstr("scrypt"))));
}

TEST_F(device_report, the_self_test_knows_no_kernel_of_another_name) {
    const SelfTestReport report = self_test(devices_, {.kernel = "sha256d/none"});
    EXPECT_FALSE(report.passed);
    EXPECT_EQ(report.kernels, 0);
    EXPECT_THAT(no_such_kernel("sha256d/none", list_), HasSubstr("sha256d/avx2"));
}

TEST_F(device_report, lists_the_cpu_and_its_kernels) {
    EXPECT_THAT(device_list(list_), AllOf(HasSubstr("0 cpu0: "), HasSubstr("sha256d/scalar")));
}

TEST(device_list, says_of_a_card_what_tells_it_from_the_others_and_why_a_backend_has_none) {
    kernels::DeviceList list;
    auto card = std::make_unique<FakeDevice>(
        [](const auto&, const auto&) { return not_made("not in this test"); });
    card->details.memory_bytes = std::uint64_t{80} << 30;
    card->details.pci_bus_id = "0000:01:00.0";
    card->kernel_list.push_back({"slow", false, "it needs compute capability 9.0"});
    list.devices.push_back(std::move(card));
    list.absent.emplace_back("opencl: no library libOpenCL.so.1");
    EXPECT_THAT(device_list(list),
                AllOf(HasSubstr("0 cuda0: Fake GPU, 80.0 GiB, fake 1.0, PCI 0000:01:00.0\n"),
                      HasSubstr("    sha256d/fast         eligible\n"),
                      HasSubstr("    sha256d/slow         no: it needs compute capability 9.0\n"),
                      HasSubstr("- opencl: no library libOpenCL.so.1\n")));
}

}  // namespace
}  // namespace sluice::miner
