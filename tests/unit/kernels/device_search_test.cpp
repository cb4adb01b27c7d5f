#include "kernels/registry/devices.hpp"

#include "kernels/cpu/cpu_device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace sluice::kernels {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using namespace std::chrono_literals;

void add_one(DeviceList& list, const DriverNotice&) { list.devices.push_back(make_cpu_device()); }

TEST(device_search, a_driver_that_crashes_takes_only_the_child_along) {
    const Backend table[] = {
        {"cpu", "CPU", add_one, false},
        {"opencl", "OpenCL",
         [](DeviceList&, const DriverNotice&) {
             std::fputs("first words\npocl: no cpu found\033[2J\n", stderr);
             std::abort();
         },
         true},
        {"cuda", "CUDA", add_one, true},
    };
    const DeviceList list = search_devices({}, table);
    EXPECT_THAT(list.devices, SizeIs(2));
    EXPECT_THAT(list.failed, ElementsAre(AllOf(HasSubstr("OpenCL: its driver crashes (Aborted)"),
                                               HasSubstr("it wrote: pocl: no cpu found?[2J"))));
}

TEST(device_search, of_several_drivers_only_the_one_that_crashes_is_left_out) {
    const Backend table[] = {
        {"opencl", "OpenCL",
         [](DeviceList& list, const DriverNotice& notice) {
             for (const char* driver : {"good", "bad", "better"}) {
                 if (!notice(driver)) {
                     continue;
                 }
                 if (driver == std::string_view("bad")) {
                     std::abort();
                 }
                 list.devices.push_back(make_cpu_device());
             }
         },
         true},
    };
    const DeviceList list = search_devices({}, table);
    EXPECT_THAT(list.devices, SizeIs(2));
    EXPECT_THAT(list.failed, ElementsAre(HasSubstr("OpenCL: the driver \"bad\" crashes")));
}

TEST(device_search, a_driver_that_was_left_out_is_not_blamed_for_another) {
    const Backend table[] = {
        {"opencl", "OpenCL",
         [](DeviceList&, const DriverNotice& notice) {
             const bool asks_first = notice("first");
             if (notice("second") || asks_first) {
                 std::abort();
             }
         },
         true},
    };
    EXPECT_THAT(search_devices({}, table).failed,
                ElementsAre(HasSubstr("the driver \"second\""), HasSubstr("the driver \"first\"")));
}

TEST(device_search, a_driver_that_hangs_is_left_out_after_the_time_limit) {
    const Backend table[] = {
        {"opencl", "OpenCL",
         [](DeviceList&, const DriverNotice&) {
             while (true) {
                 pause();
             }
         },
         true},
        {"cpu", "CPU", add_one, false},
    };
    const DeviceList list = search_devices({.time_max = 1ms}, table);
    EXPECT_THAT(list.devices, SizeIs(1));
    EXPECT_THAT(list.failed, ElementsAre(HasSubstr("does not answer within")));
}

TEST(device_search, tells_which_drivers_take_their_time) {
    const Backend table[] = {
        {"cuda", "CUDA", [](DeviceList&, const DriverNotice&) { pause(); }, true}};
    std::vector<std::string> slow;
    (void)search_devices({.time_max = 50ms,
                          .slow_after = 0ms,
                          .on_slow = [&](auto title) { slow.emplace_back(title); }},
                         table);
    EXPECT_THAT(slow, ElementsAre("CUDA"));
}

TEST(device_search, an_error_that_a_driver_throws_or_ends_the_process_with_is_told) {
    const Backend table[] = {
        {"cuda", "CUDA",
         [](DeviceList&, const DriverNotice&) { throw std::runtime_error("no card"); }, true},
        {"opencl", "OpenCL", [](DeviceList&, const DriverNotice&) { std::_Exit(7); }, true},
        {"opencl", "OpenCL", [](DeviceList&, const DriverNotice&) { std::_Exit(0); }, true},
    };
    const DeviceList list = search_devices({}, table);
    EXPECT_THAT(list.failed, ElementsAre(HasSubstr("it wrote: no card"),
                                         HasSubstr("its driver ends the process with status 7"),
                                         HasSubstr("its driver ends the process with status 0")));
}

TEST(device_search, backends_that_are_not_wanted_are_not_asked) {
    const Backend table[] = {
        {"cpu", "CPU", add_one, false},
        {"opencl", "OpenCL", [](DeviceList&, const DriverNotice&) { std::abort(); }, true},
    };
    const DeviceList list = search_devices({.backends = {"cuda"}}, table);
    EXPECT_THAT(list.devices, SizeIs(1)) << "the CPU has no driver, and is the first of any list";
    EXPECT_THAT(list.failed, IsEmpty());
    EXPECT_THAT(list.absent, ElementsAre(HasSubstr("OpenCL: not asked")));
}

TEST(device_search, finds_what_the_process_itself_finds) {
    const DeviceList by_child = search_devices({});
    EXPECT_THAT(by_child.devices, SizeIs(enumerate_devices().devices.size()));
    EXPECT_THAT(by_child.failed, IsEmpty());
}

}  // namespace
}  // namespace sluice::kernels
