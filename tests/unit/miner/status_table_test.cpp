#include "miner/ui/status_table.hpp"

#include "miner/ui/device_warnings.hpp"
#include "miner/ui/status_text.hpp"
#include "miner/ui/terminal_sink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

DeviceSnapshot card(const std::string& name) {
    DeviceSnapshot device;
    device.name = name;
    device.model = "GeForce RTX 4090";
    device.health = DeviceHealth::well;
    device.hashes_per_second_10s = 9.87e9;
    device.hashes_per_second_60s = 9.9e9;
    device.hashes_per_second_mean = 9.9e9;
    device.shares = {.accepted = 12, .rejected = 1};
    return device;
}

Telemetry warm() {
    Telemetry reading;
    reading.temperature_c = 64;
    reading.power_w = 330;
    return reading;
}

TEST(status_table, has_a_line_for_each_device_and_no_column_that_nobody_fills) {
    Snapshot snapshot;
    snapshot.devices = {card("cuda0"), card("cuda1")};
    snapshot.devices[0].telemetry = warm();
    snapshot.devices[1].hardware_errors = 3;
    const auto lines = device_table(snapshot);
    EXPECT_THAT(
        lines,
        ElementsAre(
            StatusLine{"device  model              hashrate       60 s   temp  power   per joule  "
                       "accepted  hw err",
                       Emphasis::faint},
            StatusLine{"cuda0   GeForce RTX 4090  9.87 GH/s  9.90 GH/s  64 °C  330 W  30.00 MH/J  "
                       "   12/13        "},
            StatusLine{"cuda1   GeForce RTX 4090  9.87 GH/s  9.90 GH/s                            "
                       "   12/13       3"}));
}

TEST(status_table, keeps_what_matters_most_on_a_narrow_terminal) {
    Snapshot snapshot;
    snapshot.devices = {card("cuda0"), card("cuda1")};
    snapshot.devices[0].telemetry = warm();
    snapshot.devices[1].audit.add(25, 3);
    const auto lines = device_table(snapshot, 79);
    for (const StatusLine& line : lines) {
        EXPECT_LE(width_of(line.text), 79U);
    }
    EXPECT_THAT(lines[0].text, AllOf(HasSubstr("hashrate"), HasSubstr("temp"),
                                     HasSubstr("shares/expected"), Not(HasSubstr("model"))));
    EXPECT_THAT(device_table(snapshot, 40)[2].text, HasSubstr("3/25.0 !"));
}

TEST(status_table, what_is_wrong_with_a_device_stands_out) {
    Snapshot snapshot;
    snapshot.devices = {card("cuda0"), card("cuda1"), card("cuda2"), card("cuda3")};
    snapshot.devices[0].health = DeviceHealth::sick;
    snapshot.devices[1].health = DeviceHealth::dead;
    snapshot.devices[2].health = DeviceHealth::starting;
    snapshot.devices[3].audit.add(25, 3);
    const auto lines = device_table(snapshot);
    ASSERT_THAT(lines, SizeIs(5));
    EXPECT_THAT(lines[1].text, HasSubstr("SICK"));
    EXPECT_EQ(lines[1].emphasis, Emphasis::warning);
    EXPECT_THAT(lines[2].text, HasSubstr("DEAD"));
    EXPECT_EQ(lines[2].emphasis, Emphasis::error);
    EXPECT_EQ(lines[3].emphasis, Emphasis::faint);
    EXPECT_THAT(lines[4].text, HasSubstr("3/25.0 !"));
    EXPECT_EQ(lines[4].emphasis, Emphasis::warning);
}

TEST(status_text, names_the_power_and_efficiency_of_all_cards_and_the_sensors_of_a_single_one) {
    Snapshot snapshot;
    snapshot.devices = {card("cuda0")};
    EXPECT_THAT(status_text(snapshot), Not(HasSubstr(" W")));
    snapshot.devices[0].telemetry = warm();
    EXPECT_THAT(status_text(snapshot), HasSubstr("| 64 °C, 330 W, 30.00 MH/J |"));
    snapshot.devices.push_back(snapshot.devices[0]);
    snapshot.devices.push_back(card("cpu0"));
    EXPECT_THAT(status_text(snapshot), HasSubstr("| 660 W, 30.00 MH/J |"));
}

TEST(status_text, the_summary_has_a_line_for_each_device_and_each_doubt) {
    Snapshot snapshot;
    snapshot.devices = {card("cuda0"), card("cuda1")};
    snapshot.devices[1].audit.add(25, 3);
    const auto lines = summary_text(snapshot);
    ASSERT_THAT(lines, SizeIs(4));
    EXPECT_THAT(lines[1], HasSubstr("cuda0: 9.90 GH/s, accepted 12/13"));
    EXPECT_THAT(lines[3], HasSubstr("cuda1 claims"));
}

TEST(device_warnings, say_the_numbers_and_what_they_may_mean) {
    DeviceSnapshot device = card("cuda1");
    device.hashes_per_second_mean = 1.2e9;
    device.audit.add(25, 3);
    EXPECT_THAT(audit_text(device),
                AllOf(HasSubstr("cuda1 claims 1.20 GH/s but found 3 share(s) where 25.0 were "
                                "expected, as 144.0 MH/s would"),
                      HasSubstr("loses shares")));
    device.audit.add(1, 300);
    EXPECT_THAT(audit_text(device), HasSubstr("counts too few hashes"));
    device.hardware_errors = 12;
    device.hits = 328;
    EXPECT_THAT(hardware_error_text(device),
                AllOf(HasSubstr("12 of 340 hits were wrong"), HasSubstr("power limit")));
}

std::vector<std::string> warnings_of(Statistics& statistics, TimePoint now) {
    std::vector<std::string> texts;
    for (const DeviceWarning& warning : statistics.take_warnings(now)) {
        texts.push_back(warning_text(warning));
    }
    return texts;
}

TEST(statistics, warns_of_a_device_once_and_again_when_it_has_doubled) {
    Statistics statistics{TimePoint{}};
    const std::size_t device = statistics.add_device("cuda0", "a card");
    statistics.add_scan(device, TimePoint{1s}, {.hashes = 100, .hits = 3, .expected_hits = 25});
    EXPECT_THAT(warnings_of(statistics, TimePoint{1s}), ElementsAre(HasSubstr("3 share(s)")));
    EXPECT_THAT(warnings_of(statistics, TimePoint{1s}), IsEmpty());
    statistics.add_scan(device, TimePoint{2s}, {.hardware_errors = 2});
    EXPECT_THAT(warnings_of(statistics, TimePoint{2s}), IsEmpty());
    statistics.add_scan(device, TimePoint{3s}, {.hardware_errors = 1});
    EXPECT_THAT(warnings_of(statistics, TimePoint{3s}), ElementsAre(HasSubstr("3 of 6 hits")));
    statistics.add_scan(device, TimePoint{4s}, {.hardware_errors = 2});
    EXPECT_THAT(warnings_of(statistics, TimePoint{4s}), IsEmpty());
    statistics.add_scan(device, TimePoint{5s}, {.hardware_errors = 1});
    EXPECT_THAT(warnings_of(statistics, TimePoint{5s}), SizeIs(1));
}

TEST(statistics, books_shares_by_the_device_that_found_them) {
    Statistics statistics{TimePoint{}};
    EXPECT_EQ(statistics.add_device("cuda0", ""), 0u);
    EXPECT_EQ(statistics.add_device("cuda1", ""), 1u);
    statistics.add_share({.fate = ShareFate::accepted, .device = 1});
    statistics.add_share({.fate = ShareFate::rejected, .device = 1});
    const Snapshot snapshot = statistics.snapshot(TimePoint{});
    EXPECT_EQ(snapshot.devices[0].shares.judged(), 0u);
    EXPECT_EQ(snapshot.devices[1].shares.judged(), 2u);
    EXPECT_EQ(snapshot.shares.judged(), 2u);
}

TEST(cut_to_width, counts_characters_and_cuts_none_in_two) {
    EXPECT_EQ(cut_to_width("64 °C", 3), "64 ");
    EXPECT_EQ(cut_to_width("64 °C", 4), "64 °");
    EXPECT_EQ(cut_to_width("64 °C", 80), "64 °C");
    EXPECT_EQ(cut_to_width("", 0), "");
}

TEST(terminal_sink, draws_the_lines_anew_below_every_log_line) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* stream = open_memstream(&text, &size);
    {
        TerminalSink sink{stream, true};
        sink.set_status({{"one"}, {"two", Emphasis::warning}});
        sink.set_status({{"three"}});
        sink.set_status({});
    }
    std::fclose(stream);
    EXPECT_EQ(std::string(text, size),
              "\r\033[J"
              "\033[0mone\033[0m\n\033[33mtwo\033[0m"
              "\033[A\r\033[J"
              "\033[0mthree\033[0m"
              "\r\033[J");
    std::free(text);
}

TEST(terminal_sink, without_colours_still_draws_the_lines_anew) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* stream = open_memstream(&text, &size);
    {
        TerminalSink sink{stream, false};
        sink.set_status({{"one", Emphasis::error}});
        sink.set_status({});
    }
    std::fclose(stream);
    EXPECT_EQ(std::string(text, size), "\r\033[Jone\r\033[J");
    std::free(text);
}

}  // namespace
}  // namespace sluice::miner
