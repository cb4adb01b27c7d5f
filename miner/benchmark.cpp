#include "miner/benchmark.hpp"

#include "miner/batch_sizer.hpp"
#include "miner/clock.hpp"
#include "miner/nonce_space.hpp"
#include "miner/share_log.hpp"

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <thread>

namespace sluice::miner {
namespace {

/// As much version rolling as the miner does at a pool that grants BIP 320's bits.
constexpr std::uint32_t versions = 4;
constexpr std::uint32_t version_mask = 0x1fffe000;

/// Leading zero bits of the target: a hit every 2^18 hashes, so that checking costs nothing.
constexpr unsigned target_zero_bits = 18;

kernels::Work benchmark_work(const kernels::Algorithm& algorithm) {
    kernels::Work work;
    if (const auto known = algorithm.known_headers(); !known.empty()) {
        work.header = known.front().header;
    }
    for (std::uint32_t i = 0; i < versions; ++i) {
        work.versions[i] = 0x20000000 | spread_bits(i, version_mask);
    }
    work.version_count = versions;
    work.target.fill(0xff);
    for (unsigned bit = 0; bit < target_zero_bits; ++bit) {
        work.target[31 - bit / 8] &= static_cast<std::uint8_t>(0xff >> (bit % 8 + 1));
    }
    return work;
}

struct Measured {
    std::uint64_t hashes = 0;
    double seconds = 0;
    std::uint64_t hits_checked = 0;
    std::uint64_t hits_wrong = 0;
};

/// `first` keeps the threads apart.
Measured measure(kernels::Scanner& scanner, const kernels::Algorithm& algorithm,
                 std::uint64_t first, std::chrono::milliseconds time) {
    constexpr std::uint64_t nonces_end = std::uint64_t{1} << 32;
    const kernels::Work work = benchmark_work(algorithm);
    BatchSizer batch;
    Measured measured;
    const TimePoint start = Clock::now();
    TimePoint now = start;
    while (now - start < time) {
        const kernels::NonceRange range{first, std::min(batch.nonces(), nonces_end - first)};
        const kernels::ScanResult result = kernels::scan(scanner, work, range);
        const TimePoint end = Clock::now();
        batch.measured(result.nonces_done, end - now);
        now = end;
        first = (first + range.count) % nonces_end;
        measured.hashes += result.hashes_done;
        for (const kernels::Hit& hit : result.hits) {
            const kernels::HashBytes hash =
                kernels::reference_hash(algorithm, work, hit.version, hit.nonce);
            ++measured.hits_checked;
            measured.hits_wrong += !kernels::meets_target(hash, work.target);
        }
        if (!result.device_error.empty()) {
            break;
        }
    }
    measured.seconds = std::chrono::duration<double>(now - start).count();
    return measured;
}

BenchmarkRow measure_kernel(kernels::Device& device, const kernels::Algorithm& algorithm,
                            const std::string& kernel, const BenchmarkSettings& settings) {
    BenchmarkRow row;
    row.threads = settings.threads;
    row.versions = versions;
    std::vector<std::unique_ptr<kernels::Scanner>> scanners;
    for (std::size_t i = 0; i < settings.threads; ++i) {
        kernels::MakeScannerResult made = device.make_scanner(algorithm, kernel);
        if (made.scanner == nullptr) {
            row.failure = made.error;
            return row;
        }
        scanners.push_back(std::move(made.scanner));
    }
    std::vector<Measured> measured(scanners.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < scanners.size(); ++i) {
            const std::uint64_t first = (std::uint64_t{1} << 32) / scanners.size() * i;
            threads.emplace_back([&, i, first] {
                measured[i] = measure(*scanners[i], algorithm, first, settings.time_per_kernel);
            });
        }
    }
    for (const Measured& one : measured) {
        row.hashes_per_second += static_cast<double>(one.hashes) / one.seconds;
        row.hits_checked += one.hits_checked;
        row.hits_wrong += one.hits_wrong;
    }
    return row;
}

bool is_wanted(const BenchmarkSettings& settings, const kernels::Algorithm& algorithm,
               const std::string& kernel) {
    return settings.kernel.empty() || settings.kernel == kernel ||
           settings.kernel == std::string{algorithm.name} + "/" + kernel;
}

}  // namespace

std::vector<BenchmarkRow> run_benchmark(std::span<const std::unique_ptr<kernels::Device>> devices,
                                        const kernels::Algorithm& algorithm,
                                        const BenchmarkSettings& settings) {
    std::vector<BenchmarkRow> rows;
    for (const auto& device : devices) {
        const kernels::DeviceInfo& info = device->info();
        const std::vector<kernels::KernelInfo> kernels = device->kernels(algorithm);
        const std::size_t device_rows = rows.size();
        for (const kernels::KernelInfo& kernel : kernels) {
            if (!is_wanted(settings, algorithm, kernel.name)) {
                continue;
            }
            BenchmarkRow row;
            if (kernel.eligible) {
                row = measure_kernel(*device, algorithm, kernel.name, settings);
            } else {
                row.failure = kernel.ineligible;
            }
            row.device = info.backend + std::to_string(info.index);
            row.algorithm = algorithm.name;
            row.kernel = kernel.name;
            rows.push_back(std::move(row));
        }
        // The portable kernel is the last of a device's list.
        if (rows.size() > device_rows && rows.back().kernel == kernels.back().name &&
            rows.back().hashes_per_second > 0) {
            const double portable = rows.back().hashes_per_second;
            for (BenchmarkRow& row : std::span{rows}.subspan(device_rows)) {
                row.portable_ratio = row.hashes_per_second / portable;
            }
        }
    }
    return rows;
}

std::string benchmark_table(std::span<const BenchmarkRow> rows) {
    std::string table = fmt::format("{:<8} {:<18} {:>7} {:>14} {:>9} {:>8}\n", "device", "kernel",
                                    "threads", "hashrate", "ratio", "hits");
    for (const BenchmarkRow& row : rows) {
        const std::string name = row.algorithm + "/" + row.kernel;
        if (!row.failure.empty()) {
            table += fmt::format("{:<8} {:<18} not run: {}\n", row.device, name, row.failure);
            continue;
        }
        const std::string ratio =
            row.portable_ratio > 0 ? fmt::format("{:.2f} x", row.portable_ratio) : "-";
        table += fmt::format(
            "{:<8} {:<18} {:>7} {:>14} {:>9} {:>8}{}\n", row.device, name, row.threads,
            hashrate_text(row.hashes_per_second), ratio, row.hits_checked,
            row.hits_wrong == 0 ? std::string{} : fmt::format("  {} WRONG", row.hits_wrong));
    }
    table += "ratio: to the portable kernel; hits: every one hashed again by the reference\n";
    return table;
}

std::string benchmark_json(std::span<const BenchmarkRow> rows) {
    nlohmann::json array = nlohmann::json::array();
    for (const BenchmarkRow& row : rows) {
        if (row.failure.empty()) {
            array.push_back({{"device", row.device},
                             {"algorithm", row.algorithm},
                             {"kernel", row.kernel},
                             {"threads", row.threads},
                             {"versions", row.versions},
                             {"hashes_per_second", row.hashes_per_second},
                             {"portable_ratio", row.portable_ratio},
                             {"hits_checked", row.hits_checked},
                             {"hits_wrong", row.hits_wrong}});
        }
    }
    return array.dump(2) + "\n";
}

}  // namespace sluice::miner
