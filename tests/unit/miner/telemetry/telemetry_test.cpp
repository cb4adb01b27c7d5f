#include "miner/telemetry/sensor_poll.hpp"
#include "miner/telemetry/sensors.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <utility>

namespace sluice::miner {
namespace {

namespace fs = std::filesystem;

const std::string present = "0000:01:00.0";
const std::string fake_library = SLUICE_FAKE_NVML;

TEST(nvml, reads_what_the_device_tells_and_leaves_the_rest_out) {
    Nvml nvml{fake_library};
    ASSERT_TRUE(nvml.available());
    Telemetry expected;
    expected.temperature_c = 64;
    expected.power_w = 312.5;
    expected.power_limit_w = 350;
    expected.core_clock_mhz = 1980;
    expected.memory_clock_mhz = 2619;
    expected.memory_used_bytes = 10'000'000'000;
    expected.memory_bytes = 80'000'000'000;
    EXPECT_EQ(nvml.read(present), expected) << "no fan: NVML_ERROR_NOT_SUPPORTED";
}

TEST(nvml, a_device_that_it_does_not_know_has_no_telemetry) {
    Nvml nvml{fake_library};
    EXPECT_EQ(nvml.read("0000:99:00.0"), Telemetry{});
    EXPECT_EQ(nvml.read(""), Telemetry{});
}

TEST(nvml, is_empty_without_the_library_and_with_another_one) {
    for (const char* library : {"/nowhere/libnvidia-ml.so.1", "libm.so.6"}) {
        Nvml nvml{library};
        EXPECT_FALSE(nvml.available());
        EXPECT_EQ(nvml.read(present), Telemetry{});
    }
}

TEST(nvml, is_empty_when_it_does_not_start) {
    setenv("FAKE_NVML", "broken", 1);
    Nvml nvml{fake_library};
    unsetenv("FAKE_NVML");
    EXPECT_FALSE(nvml.available());
    EXPECT_EQ(nvml.read(present), Telemetry{});
}

class HwmonTest : public testing::Test {
protected:
    HwmonTest() {
        fs::remove_all(root_);
        fs::create_directories(folder_);
    }
    ~HwmonTest() override { fs::remove_all(root_); }

    static void write(const fs::path& file, const std::string& text) {
        std::ofstream(file) << text << '\n';
    }

    const fs::path root_ =
        fs::temp_directory_path() /
        ("sluice-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    const fs::path device_ = root_ / present;
    const fs::path folder_ = device_ / "hwmon" / "hwmon3";
};

using hwmon = HwmonTest;

TEST_F(hwmon, turns_the_drivers_units_into_ours) {
    write(folder_ / "temp1_input", "57000");
    write(folder_ / "power1_average", "143000000");
    write(folder_ / "power1_cap", "186000000");
    write(folder_ / "pwm1", "255");
    write(folder_ / "freq1_input", "1366000000");
    write(folder_ / "freq2_input", "875000000");
    write(device_ / "mem_info_vram_used", "1048576");
    write(device_ / "mem_info_vram_total", "8573157376");
    Telemetry expected;
    expected.temperature_c = 57;
    expected.power_w = 143;
    expected.power_limit_w = 186;
    expected.fan_percent = 100;
    expected.core_clock_mhz = 1366;
    expected.memory_clock_mhz = 875;
    expected.memory_used_bytes = 1048576;
    expected.memory_bytes = 8573157376;
    EXPECT_EQ(Hwmon{root_}.read(present), expected);
}

TEST_F(hwmon, leaves_out_what_is_absent_or_no_number) {
    write(folder_ / "temp1_input", "hot");
    write(folder_ / "power1_input", "90000000");
    Telemetry expected;
    expected.power_w = 90;
    EXPECT_EQ(Hwmon{root_}.read(present), expected);
    EXPECT_EQ(Hwmon{root_}.read("0000:02:00.0"), Telemetry{});
    EXPECT_EQ(Hwmon{root_}.read(""), Telemetry{});
}

TEST_F(hwmon, is_asked_where_nvml_knows_nothing) {
    write(folder_ / "temp1_input", "57000");
    EXPECT_EQ((Sensors{fake_library, root_}.read(present).temperature_c), 64);
    EXPECT_EQ((Sensors{"/nowhere", root_}.read(present).temperature_c), 57);
}

std::unique_ptr<Sensors> fake_sensors() {
    return std::make_unique<Sensors>(fake_library, "/nowhere");
}

TEST(sensor_poll, reports_the_devices_that_have_an_address) {
    auto reported = std::make_shared<std::promise<std::pair<std::size_t, double>>>();
    auto first = reported->get_future();
    SensorPoll poll{
        {"", present},
        fake_sensors,
        [reported, is_first = true](std::size_t place, const Telemetry& reading) mutable {
            if (std::exchange(is_first, false)) {
                reported->set_value({place, reading.power_w.value_or(0)});
            }
        }};
    EXPECT_EQ(first.get(), (std::pair<std::size_t, double>{1, 312.5}));
    EXPECT_TRUE(poll.stop(std::chrono::seconds{60}));
}

TEST(sensor_poll, a_driver_that_does_not_answer_is_left_behind) {
    std::promise<void> entered;
    std::promise<void> released;
    const auto left = std::make_shared<std::promise<void>>();
    {
        SensorPoll poll{{present},
                        [&entered, &released, left] {
                            entered.set_value();
                            released.get_future().wait();
                            left->set_value();
                            return fake_sensors();
                        },
                        [](std::size_t, const Telemetry&) {}};
        entered.get_future().wait();
        EXPECT_FALSE(poll.stop(std::chrono::milliseconds{0}));
        EXPECT_TRUE(poll.stop(std::chrono::milliseconds{0})) << "there is nothing left to stop";
    }
    released.set_value();
    left->get_future().wait();
}

}  // namespace
}  // namespace sluice::miner
