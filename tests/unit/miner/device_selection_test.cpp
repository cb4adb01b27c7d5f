#include "miner/devices/device_selection.hpp"

#include "fake_device.hpp"
#include "kernels/registry/algorithms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::unique_ptr<kernels::Device> fake(const std::string& backend, std::size_t index,
                                      const std::string& kernel = "gpu") {
    auto device = std::make_unique<FakeDevice>(
        [](const auto&, const auto&) { return not_made("not in this test"); });
    device->details.backend = backend;
    device->details.index = index;
    device->details.name = "model " + std::to_string(index);
    device->kernel_list.front().name = kernel;
    return device;
}

class DeviceSelectionTest : public testing::Test {
protected:
    DeviceSelectionTest() {
        devices_.push_back(fake("cpu", 0, "scalar"));
        devices_.push_back(fake("cuda", 0));
        devices_.push_back(fake("cuda", 1));
        auto duplicate = fake("opencl", 0);
        static_cast<FakeDevice&>(*duplicate).details.selected_by_default = false;
        devices_.push_back(std::move(duplicate));
    }

    DefaultDevices defaults(std::string_view kernel = {}, bool cpu_wanted = false) const {
        return default_devices(devices_, *kernels::find_algorithm("sha256d"), kernel, cpu_wanted);
    }

    std::vector<std::unique_ptr<kernels::Device>> devices_;
};

using device_selection = DeviceSelectionTest;

TEST_F(device_selection, finds_devices_by_name_by_backend_and_by_place) {
    EXPECT_THAT(find_devices(devices_, "cuda1").value(), ElementsAre(2));
    EXPECT_THAT(find_devices(devices_, "cuda").value(), ElementsAre(1, 2));
    EXPECT_THAT(find_devices(devices_, "cpu").value(), ElementsAre(0));
    EXPECT_THAT(find_devices(devices_, "3,1").value(), ElementsAre(1, 3));
    EXPECT_THAT(find_devices(devices_, "opencl0,cpu0,cuda0,1").value(), ElementsAre(0, 1, 3));
}

TEST_F(device_selection, says_why_a_backend_has_no_device) {
    const std::vector<std::string> absent = {"CUDA: no NVIDIA driver"};
    EXPECT_THAT(find_devices(devices_, "cuda7", absent).error(),
                AllOf(HasSubstr("no device \"cuda7\""), HasSubstr("; CUDA: no NVIDIA driver")));
}

TEST_F(device_selection, a_device_that_does_not_exist_is_an_error_that_lists_what_there_is) {
    for (const char* names : {"cuda2", "4", "gpu", "cuda0,", "-1", "cuda0, cuda1", "1x"}) {
        const auto places = find_devices(devices_, names);
        ASSERT_FALSE(places) << names;
        EXPECT_THAT(places.error(), AllOf(HasSubstr("no device"),
                                          HasSubstr("1 or cuda0 (model 0), 2 or cuda1 (model 1)")));
    }
    EXPECT_THAT(find_devices({}, "0").error(), HasSubstr("no device at all"));
}

TEST(backends_named, are_those_of_the_devices_names) {
    EXPECT_THAT(parse_backends("cpu"), ElementsAre("cpu"));
    EXPECT_THAT(parse_backends("0"), ElementsAre("cpu")) << "its place is always the first";
    EXPECT_THAT(parse_backends("opencl1,cpu0"), ElementsAre("cpu", "opencl"));
    for (const char* names : {"", "cpu,2", "gpu", "cuda0,banana", "-1"}) {
        EXPECT_THAT(parse_backends(names), IsEmpty()) << names << " may be any";
    }
}

TEST_F(device_selection, all_gpus_mine_by_default_and_the_cpu_serves_them) {
    const DefaultDevices chosen = defaults();
    EXPECT_THAT(chosen.places, ElementsAre(1, 2));
    ASSERT_THAT(chosen.notes, SizeIs(2));
    EXPECT_THAT(chosen.notes[0], HasSubstr("opencl0 (model 0) is not used unless"));
    EXPECT_THAT(chosen.notes[1], HasSubstr("the CPU is left to serve the GPUs"));
}

TEST_F(device_selection, the_cpu_mines_where_there_is_no_gpu_and_when_its_threads_are_counted) {
    EXPECT_THAT(defaults({}, true).places, ElementsAre(0, 1, 2));
    devices_.erase(devices_.begin() + 1, devices_.begin() + 3);
    EXPECT_THAT(defaults().places, ElementsAre(0)) << "opencl0 is no better than the CPU";
    devices_.resize(1);
    EXPECT_THAT(defaults().places, ElementsAre(0));
    EXPECT_THAT(defaults().notes, IsEmpty());
}

TEST_F(device_selection, a_named_kernel_chooses_the_devices_that_have_it) {
    EXPECT_THAT(defaults("sha256d/scalar").places, ElementsAre(0));
    EXPECT_THAT(defaults("gpu").places, ElementsAre(1, 2));
    EXPECT_THAT(defaults("none").places, IsEmpty());
    static_cast<FakeDevice&>(*devices_[3]).kernel_list.front().name = "opencl";
    EXPECT_THAT(defaults("sha256d/opencl").places, ElementsAre(3))
        << "a kernel that no other device has selects one that is left out otherwise";
    EXPECT_THAT(defaults("sha256d/opencl").notes, IsEmpty());
    static_cast<FakeDevice&>(*devices_[1]).kernel_list.front().eligible = false;
    EXPECT_THAT(defaults().places, ElementsAre(2)) << "a device that cannot run it is no device";
}

}  // namespace
}  // namespace sluice::miner
