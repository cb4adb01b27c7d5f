#include "miner/ui/status_table.hpp"

#include "base/printable.hpp"
#include "miner/ui/share_log.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace sluice::miner {
namespace {

constexpr std::size_t model_width_max = 24;

using Row = std::vector<std::string>;

const Row heading{"device", "model", "hashrate",  "60 s",     "temp",   "power",
                  "fan",    "MHz",   "per joule", "accepted", "hw err", "shares/expected"};
/// Columns of the heading in the order in which they are left out: the model, the clock, ...
constexpr std::size_t dispensable[] = {1, 7, 6, 8, 3, 5, 4};
constexpr std::size_t text_columns = 2;  // at the left of their cells; numbers are at the right

std::string reading(const std::optional<double>& value, std::string_view unit) {
    return value ? fmt::format("{:.0f} {}", *value, unit) : "";
}

std::string found_text(const DeviceSnapshot& device) {
    const ShareAudit::Count& run = device.audit.run();
    return run.expected > 0 ? fmt::format("{}/{:.1f}", run.found, run.expected) : "";
}

std::string_view health_text(DeviceHealth health) {
    switch (health) {
        case DeviceHealth::starting:
            return "starting";
        case DeviceHealth::well:
            return "";
        case DeviceHealth::sick:
            return "SICK";
        case DeviceHealth::dead:
            return "DEAD";
        case DeviceHealth::dropped:
            return "dropped";
    }
    return "";
}

Emphasis emphasis_of(const DeviceSnapshot& device) {
    switch (device.health) {
        case DeviceHealth::starting:
            return Emphasis::faint;
        case DeviceHealth::sick:
            return Emphasis::warning;
        case DeviceHealth::dead:
        case DeviceHealth::dropped:
            return Emphasis::error;
        case DeviceHealth::well:
            break;
    }
    return device.audit.verdict() == ShareAudit::Verdict::plausible ? Emphasis::plain
                                                                    : Emphasis::warning;
}

Row row_of(const DeviceSnapshot& device) {
    const Telemetry& sensors = device.telemetry;
    const std::string health{health_text(device.health)};
    const bool doubtful = device.audit.verdict() != ShareAudit::Verdict::plausible;
    return {device.name,
            device.model.substr(0, model_width_max),
            health.empty() ? hashrate_text(device.hashes_per_second_10s) : health,
            hashrate_text(device.hashes_per_second_60s),
            reading(sensors.temperature_c, "°C"),
            reading(sensors.power_w, "W"),
            reading(sensors.fan_percent, "%"),
            sensors.core_clock_mhz ? fmt::format("{:.0f}", *sensors.core_clock_mhz) : "",
            device.hashes_per_joule() > 0 ? efficiency_text(device.hashes_per_joule()) : "",
            fmt::format("{}/{}", device.shares.accepted, device.shares.judged()),
            device.hardware_errors != 0 ? std::to_string(device.hardware_errors) : "",
            found_text(device) + (doubtful ? " !" : "")};
}

std::string line_of(const Row& row, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
        if (widths[column] == 0) {
            continue;
        }
        const std::string padding(widths[column] - width_of(row[column]), ' ');
        line += line.empty() ? "" : "  ";
        line += column < text_columns ? row[column] + padding : padding + row[column];
    }
    return line;
}

/// Of the columns that are shown, with two blanks between.
std::size_t table_width(const std::vector<std::size_t>& widths) {
    std::size_t width = 0;
    for (const std::size_t column : widths) {
        width += column == 0 ? 0 : column + (width == 0 ? 0 : 2);
    }
    return width;
}

}  // namespace

std::string efficiency_text(double hashes_per_joule) {
    std::string text = hashrate_text(hashes_per_joule);
    text.back() = 'J';  // "H/s" becomes "H/J"
    return text;
}

std::vector<StatusLine> device_table(const Snapshot& snapshot, std::size_t width_max) {
    std::vector<Row> rows;
    std::vector<std::size_t> widths(heading.size(), 0);
    for (const DeviceSnapshot& device : snapshot.devices) {
        const Row& row = rows.emplace_back(row_of(device));
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (!row[column].empty()) {
                widths[column] =
                    std::max({widths[column], width_of(row[column]), width_of(heading[column])});
            }
        }
    }
    for (const std::size_t column : dispensable) {
        widths[column] = table_width(widths) > width_max ? 0 : widths[column];
    }
    std::vector<StatusLine> lines;
    Row shown = heading;
    for (std::size_t column = 0; column < shown.size(); ++column) {
        shown[column] = widths[column] == 0 ? "" : shown[column];
    }
    lines.push_back({line_of(shown, widths), Emphasis::faint});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        lines.push_back({line_of(rows[i], widths), emphasis_of(snapshot.devices[i])});
    }
    return lines;
}

std::string telemetry_text(const DeviceSnapshot& device) {
    const Telemetry& sensors = device.telemetry;
    std::string text;
    const auto mention = [&text](const std::string& part) {
        text += text.empty() || part.empty() ? part : ", " + part;
    };
    mention(reading(sensors.temperature_c, "°C"));
    mention(reading(sensors.power_w, "W"));
    mention(sensors.fan_percent ? "fan " + reading(sensors.fan_percent, "%") : "");
    mention(reading(sensors.core_clock_mhz, "MHz"));
    mention(device.hashes_per_joule() > 0 ? efficiency_text(device.hashes_per_joule()) : "");
    return text;
}

std::string device_text(const DeviceSnapshot& device) {
    const std::string health{health_text(device.health)};
    std::string text =
        fmt::format("{}: {}", device.name,
                    health.empty() ? hashrate_text(device.hashes_per_second_60s) : health);
    const auto mention = [&text](const std::string& part) {
        text += part.empty() ? "" : ", " + part;
    };
    mention(telemetry_text(device));
    mention(fmt::format("accepted {}/{}", device.shares.accepted, device.shares.judged()));
    mention(device.hardware_errors != 0 ? fmt::format("{} hardware errors", device.hardware_errors)
                                        : "");
    const std::string found = found_text(device);
    mention(found.empty() ? "" : "shares/expected " + found);
    return text;
}

}  // namespace sluice::miner
