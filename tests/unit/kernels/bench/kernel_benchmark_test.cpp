#include "kernels/bench/json_object.hpp"
#include "kernels/bench/sensor_samples.hpp"
#include "kernels/bench/shape_benchmark.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace sluice::kernels {
namespace {

TEST(json_object, escapes_what_json_does_not_allow) {
    JsonObject inner;
    inner.add("yes", true);
    JsonObject object;
    object.add("text", "a \"b\" \\ c\nd");
    object.add("whole", std::uint64_t{1} << 40);
    object.add("part", 1.5e9);
    object.add("inner", inner);
    const auto json = nlohmann::json::parse(object.text());
    EXPECT_EQ(json.at("text"), "a \"b\" \\ c d");
    EXPECT_EQ(json.at("whole"), std::uint64_t{1} << 40);
    EXPECT_EQ(json.at("part"), 1.5e9);
    EXPECT_EQ(json.at("inner").at("yes"), true);
}

std::string timestamp(SensorSamples::Clock::time_point time) {
    const std::time_t seconds = SensorSamples::Clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[64];
    std::strftime(text, sizeof text, "%Y/%m/%d %H:%M:%S.250", &local);
    return text;
}

TEST(sensor_samples, averages_what_a_card_did_while_it_was_measured) {
    const auto now = std::chrono::floor<std::chrono::seconds>(SensorSamples::Clock::now());
    const std::chrono::seconds second{1};
    const auto file = std::filesystem::temp_directory_path() / "sluice-sensor-samples.csv";
    std::ofstream(file) << "not a sample\n"
                        << timestamp(now) << ", 00000000:0A:00.0, 1980, 2619, 300.00, 50\n"
                        << timestamp(now + second) << ", 00000000:0A:00.0, 1900, 2619, 350.00, 60\n"
                        << timestamp(now + second) << ", 00000000:0B:00.0, 210, 405, 20.00, 30\n"
                        << timestamp(now + 5 * second)
                        << ", 00000000:0A:00.0, 210, 405, 60.00, 40\n"
                        << timestamp(now + second) << ", 00000000:0A:00.0, [N/A], 405, 60.00, 40\n";
    const SensorSamples samples = SensorSamples::read(file);
    std::filesystem::remove(file);
    const auto mean = samples.mean("0000:0a:00.0", {{now, now + 2 * second}});
    EXPECT_EQ(mean.samples, 2);
    EXPECT_DOUBLE_EQ(mean.sm_clock_mhz, 1940);
    EXPECT_DOUBLE_EQ(mean.power_w, 325);
    EXPECT_DOUBLE_EQ(mean.temperature_c, 55);
    EXPECT_EQ(samples.mean("0000:0c:00.0", {{now, now + 2 * second}}).samples, 0);
    EXPECT_EQ(SensorSamples::read("/nowhere").mean("", {{now, now}}).samples, 0);
}

TEST(shape_benchmark, measures_the_cpu_and_says_why_it_could_not) {
    const DeviceList list = enumerate_devices();
    const Algorithm& algorithm = *find_algorithm("sha256d");
    ShapeBenchmark works{*list.devices.front(), algorithm, "scalar", {}, 2};
    works.take_turn(std::chrono::milliseconds{1});
    works.take_turn(std::chrono::milliseconds{1});
    const auto row = nlohmann::json::parse(works.json({}));
    EXPECT_EQ(row.at("device"), "cpu0");
    EXPECT_EQ(row.at("rounds"), 2);
    EXPECT_GT(row.at("hashes_per_second"), 0);
    EXPECT_EQ(row.at("hits_wrong"), 0);

    ShapeBenchmark fails{*list.devices.front(), algorithm, "abacus", {}, 1};
    fails.take_turn(std::chrono::milliseconds{1});
    const auto failed = nlohmann::json::parse(fails.json({}));
    EXPECT_NE(failed.at("failure").get<std::string>().find("abacus"), std::string::npos);
    EXPECT_FALSE(failed.contains("hashes_per_second"));
}

}  // namespace
}  // namespace sluice::kernels
