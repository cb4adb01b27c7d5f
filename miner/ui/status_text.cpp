#include "miner/ui/status_text.hpp"

#include "base/printable.hpp"
#include "miner/ui/device_warnings.hpp"
#include "miner/ui/share_log.hpp"
#include "miner/ui/status_table.hpp"

#include <spdlog/fmt/fmt.h>

namespace sluice::miner {
namespace {

constexpr std::string_view separator = " | ";

std::string fates_text(const Snapshot& snapshot) {
    const ShareCounts& shares = snapshot.shares;
    std::string text = fmt::format("accepted {}/{}", shares.accepted, shares.judged());
    const auto mention = [&text](std::uint64_t count, const char* name) {
        if (count != 0) {
            text += fmt::format(", {} {}", name, count);
        }
    };
    mention(shares.stale, "stale");
    mention(shares.lost, "lost");
    mention(snapshot.hardware_errors, "hardware errors");
    return text;
}

std::string pool_text(const Snapshot& snapshot) {
    if (snapshot.pool.empty()) {
        return "no pool yet";
    }
    return snapshot.connected ? snapshot.pool : "connecting to " + snapshot.pool;
}

/// "936 W, 31.60 MH/J": of the devices that tell their power; empty: none does.
std::string power_text(const Snapshot& snapshot) {
    if (snapshot.devices.size() == 1) {
        return telemetry_text(snapshot.devices.front());
    }
    double power_w = 0;
    double hashes_per_second = 0;
    for (const DeviceSnapshot& device : snapshot.devices) {
        if (device.telemetry.power_w) {
            power_w += *device.telemetry.power_w;
            hashes_per_second += device.hashes_per_second_60s;
        }
    }
    return power_w > 0
               ? fmt::format("{:.0f} W, {}", power_w, efficiency_text(hashes_per_second / power_w))
               : "";
}

}  // namespace

std::string duration_text(std::chrono::seconds duration) {
    const auto total = duration.count();
    const std::string clock =
        fmt::format("{}:{:02}:{:02}", total / 3600 % 24, total / 60 % 60, total % 60);
    return total >= 86400 ? fmt::format("{} d {}", total / 86400, clock) : clock;
}

std::string status_text(const Snapshot& snapshot, std::size_t columns) {
    struct Part {
        int weight;  ///< what weighs more is shown first where the line is too short for all
        std::string text;
        bool is_shown = false;
    };
    constexpr int always = 100;
    const std::string pool = pool_text(snapshot);
    Part parts[] = {
        {always, snapshot.connected ? "" : pool},
        {always, hashrate_text(snapshot.hashes_per_second_10s)},
        {1, "60 s " + hashrate_text(snapshot.hashes_per_second_60s)},
        {3, power_text(snapshot)},
        {always, fates_text(snapshot)},
        {4, fmt::format("diff {:.6g}", snapshot.difficulty.value)},
        {2, fmt::format("best {:.6g}", snapshot.best_share.value)},
        {6, snapshot.connected ? pool : ""},
        {5, "up " + duration_text(snapshot.uptime)},
    };
    std::size_t width = 0;
    for (int weight = always; weight > 0; --weight) {
        for (Part& part : parts) {
            if (part.weight != weight || part.text.empty()) {
                continue;
            }
            const std::size_t more = (width == 0 ? 0 : separator.size()) + width_of(part.text);
            part.is_shown = weight == always || width + more <= columns;
            width += part.is_shown ? more : 0;
        }
    }
    std::string line;
    for (const Part& part : parts) {
        if (part.is_shown) {
            line += (line.empty() ? "" : std::string(separator)) + part.text;
        }
    }
    return line;
}

std::vector<std::string> summary_text(const Snapshot& snapshot) {
    std::vector<std::string> lines{
        fmt::format("mined for {}: {} on average, {}, rejected {}, best share {:.6g}",
                    duration_text(snapshot.uptime), hashrate_text(snapshot.hashes_per_second_mean),
                    fates_text(snapshot), snapshot.shares.rejected, snapshot.best_share.value)};
    for (const DeviceSnapshot& device : snapshot.devices) {
        if (snapshot.devices.size() > 1) {
            lines.push_back(device_text(device));
        }
        if (device.audit.verdict() != ShareAudit::Verdict::plausible) {
            lines.push_back(audit_text(device));
        }
    }
    return lines;
}

}  // namespace sluice::miner
