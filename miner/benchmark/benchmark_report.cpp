#include "miner/benchmark/benchmark_report.hpp"

#include "miner/benchmark/openssl_baseline.hpp"
#include "miner/tuning/launch_shape_json.hpp"
#include "miner/tuning/launch_shape_text.hpp"
#include "miner/ui/share_log.hpp"
#include "miner/ui/status_table.hpp"

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include <string_view>

namespace sluice::miner {
namespace {

constexpr std::string_view row_form = "{:<7} {:<20} {:>7} {:>12} {:>8} {:>8} {:>8} {:>6} {:>6}";

/// The figure with `decimals` digits, or a dash for 0: not known.
std::string figure(double value, int decimals, std::string_view unit = "") {
    return value > 0 ? fmt::format("{:.{}f}{}", value, decimals, unit) : "-";
}

std::string row_text(const BenchmarkRow& row) {
    const std::string name = row.algorithm + "/" + row.kernel;
    if (!row.failure.empty()) {
        return fmt::format("{:<7} {:<20} not run: {}", row.device, name, row.failure);
    }
    std::string text =
        fmt::format(row_form, row.device, name, row.threads, hashrate_text(row.hashes_per_second),
                    figure(row.portable_ratio, 2, " x"), figure(row.openssl_ratio, 2),
                    figure(row.cycles_per_hash, row.cycles_per_hash < 1000 ? 1 : 0),
                    figure(row.bound_ratio * 100, 0, " %"), row.hits_checked);
    if (row.hits_wrong != 0) {
        text += fmt::format("  {} WRONG", row.hits_wrong);
    }
    if (row.device_idle_ratio > 0) {
        text += fmt::format("  idle {:.2f} %", row.device_idle_ratio * 100);
    }
    if (row.power_w > 0) {
        text += fmt::format("  {:.0f} W, {}", row.power_w, efficiency_text(row.hashes_per_joule));
    }
    if (row.shape != kernels::LaunchShape{}) {
        text += "  " + launch_shape_text(row.shape);
    }
    return text;
}

}  // namespace

std::string benchmark_table(std::span<const BenchmarkRow> rows) {
    std::string table = fmt::format(row_form, "device", "kernel", "threads", "hashrate", "ratio",
                                    "openssl", "cycles", "bound", "hits") +
                        "\n";
    std::string units;
    std::string algorithm;
    for (const BenchmarkRow& row : rows) {
        table += row_text(row) + "\n";
        if (row.algorithm != algorithm && row.openssl_ratio > 0) {
            algorithm = row.algorithm;
            units += fmt::format("{}{} per {}", units.empty() ? "" : ", ", algorithm,
                                 openssl_baseline(algorithm).unit);
        }
    }
    table += "ratio: to the portable kernel; hits: every one hashed again by the reference\n";
    if (!units.empty()) {
        table += fmt::format("openssl: hashes of one core for each of OpenSSL's ({})\n", units);
    }
    table += "cycles: of one core for a hash; bound: share of what its arithmetic units could do\n";
    return table;
}

std::string benchmark_json(std::span<const BenchmarkRow> rows) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const BenchmarkRow& row : rows) {
        nlohmann::ordered_json object{
            {"algorithm", row.algorithm}, {"kernel", row.kernel}, {"device", row.device}};
        if (row.shape != kernels::LaunchShape{}) {
            object["launch"] = to_json(row.shape);
        }
        if (row.failure.empty()) {
            object.update({{"threads", row.threads},
                           {"versions", row.versions},
                           {"hashes_per_second", row.hashes_per_second},
                           {"cycles_per_hash", row.cycles_per_hash},
                           {"bound_ratio", row.bound_ratio},
                           {"portable_ratio", row.portable_ratio},
                           {"openssl_ratio", row.openssl_ratio},
                           {"hits_checked", row.hits_checked},
                           {"hits_wrong", row.hits_wrong}});
            if (row.device_idle_ratio > 0) {
                object["device_idle_ratio"] = row.device_idle_ratio;
            }
            if (row.power_w > 0) {
                object["power_w"] = row.power_w;
                object["hashes_per_joule"] = row.hashes_per_joule;
            }
        } else {
            object["failure"] = row.failure;
        }
        array.push_back(std::move(object));
    }
    return array.dump(2) + "\n";
}

}  // namespace sluice::miner
