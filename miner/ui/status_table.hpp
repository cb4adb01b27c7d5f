#pragma once
/// The state of a rig as a table: one line for each device and one for all. Pure, any thread.

#include "miner/stats/statistics.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::miner {

/// How a line stands out.
enum class Emphasis { plain, faint, warning, error };

struct StatusLine {
    std::string text;  ///< UTF-8
    Emphasis emphasis = Emphasis::plain;

    bool operator==(const StatusLine&) const = default;
};

/// A heading, and a line for each device, in columns; a column that nobody can fill is left out,
/// and the less telling ones where the table would be wider than `width_max`.
[[nodiscard]] std::vector<StatusLine> device_table(const Snapshot& snapshot,
                                                   std::size_t width_max = std::string::npos);

/// "64 °C, 312 W, fan 70 %, 31.6 MH/J": what is known; empty: nothing.
[[nodiscard]] std::string telemetry_text(const DeviceSnapshot& device);

/// "cuda0: 9.87 GH/s, 64 °C, 312 W, ...", for a log.
[[nodiscard]] std::string device_text(const DeviceSnapshot& device);

/// "31.60 MH/J".
[[nodiscard]] std::string efficiency_text(double hashes_per_joule);

}  // namespace sluice::miner
