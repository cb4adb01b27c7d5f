#include "kernels/api/device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace sluice::kernels {
namespace {

TEST(devices, start_with_the_cpu) {
    const auto devices = enumerate_devices().devices;
    ASSERT_FALSE(devices.empty());
    const DeviceInfo& cpu = devices.front()->info();
    EXPECT_EQ(cpu.backend, "cpu");
    EXPECT_EQ(cpu.index, 0U);
    EXPECT_FALSE(cpu.name.empty());
}

TEST(devices, of_a_backend_are_there_or_a_line_says_why_not) {
    const DeviceList list = enumerate_devices();
    const bool has_cuda = std::ranges::any_of(
        list.devices,
        [](const std::unique_ptr<Device>& device) { return device->info().backend == "cuda"; });
    const bool says_why_not = std::ranges::any_of(
        list.absent, [](const std::string& line) { return line.starts_with("CUDA"); });
    EXPECT_TRUE(has_cuda || says_why_not);
}

TEST(devices, have_a_name_of_their_own_and_work_for_at_least_one_thread) {
    std::set<std::pair<std::string, std::size_t>> places;
    for (const auto& device : enumerate_devices().devices) {
        EXPECT_TRUE(places.insert({device->info().backend, device->info().index}).second);
        EXPECT_GE(device->info().parallel_scanners, 1U);
    }
}

TEST(devices, use_the_best_eligible_kernel_unless_one_is_named) {
    for (const auto& device : enumerate_devices().devices) {
        for (const Algorithm& algorithm : algorithms()) {
            const auto kernels = device->kernels(algorithm);
            const auto best = std::ranges::find(kernels, true, &KernelInfo::eligible);
            ASSERT_NE(best, kernels.end());
            const auto made = device->make_scanner(algorithm, "");
            EXPECT_TRUE(made.scanner) << made.error;
            EXPECT_EQ(made.kernel, best->name);
            for (const KernelInfo& kernel : kernels) {
                EXPECT_EQ(kernel.eligible, kernel.ineligible.empty()) << kernel.name;
                EXPECT_EQ(device->make_scanner(algorithm, kernel.name).scanner != nullptr,
                          kernel.eligible)
                    << kernel.name;
            }
        }
    }
}

}  // namespace
}  // namespace sluice::kernels
