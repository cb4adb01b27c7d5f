#include "miner/benchmark.hpp"

#include "miner/batch_sizer.hpp"
#include "miner/clock.hpp"
#include "miner/core_clock.hpp"
#include "miner/nonce_space.hpp"
#include "miner/openssl_baseline.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

namespace sluice::miner {
namespace {

using std::chrono::milliseconds;

constexpr int rounds = 5;

/// As much version rolling as the miner does at a pool that grants BIP 320's bits.
constexpr std::uint32_t versions = 8;
constexpr std::uint32_t version_mask = 0x1fffe000;

constexpr std::uint64_t nonces_end = std::uint64_t{1} << 32;

/// Leading zero bits of the target: hits come often enough to be a check, and seldom enough that
/// hashing them again costs nothing.
unsigned target_zero_bits(const kernels::Algorithm& algorithm) {
    return algorithm.reference_hash_us < 50 ? 18 : 12;
}

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
    for (unsigned bit = 0; bit < target_zero_bits(algorithm); ++bit) {
        work.target[31 - bit / 8] &= static_cast<std::uint8_t>(0xff >> (bit % 8 + 1));
    }
    return work;
}

/// One thread's scanner and what its turns have given.
class Lane {
public:
    Lane(const kernels::Algorithm& algorithm, std::unique_ptr<kernels::Scanner> scanner,
         std::uint64_t first)
        : algorithm_(algorithm),
          work_(benchmark_work(algorithm)),
          scanner_(std::move(scanner)),
          next_(first) {}

    struct Turn {
        double hashes = 0;
        double seconds = 0;
        double cpu_seconds = 0;
    };

    /// Hashes for about `time` on the calling thread.
    Turn run(milliseconds time) {
        Turn turn;
        const double cpu_start = thread_cpu_seconds();
        const TimePoint start = Clock::now();
        TimePoint now = start;
        while (now - start < time && error_.empty()) {
            const kernels::NonceRange range{next_, std::min(batch_.nonces(), nonces_end - next_)};
            const kernels::ScanResult result = kernels::scan(*scanner_, work_, range);
            const TimePoint end = Clock::now();
            batch_.measured(result.nonces_done, end - now);
            now = end;
            next_ = (next_ + range.count) % nonces_end;
            turn.hashes += static_cast<double>(result.hashes_done);
            error_ = result.device_error;
            check(result.hits);
        }
        turn.seconds = std::chrono::duration<double>(now - start).count();
        turn.cpu_seconds = thread_cpu_seconds() - cpu_start;
        return turn;
    }

    [[nodiscard]] std::uint64_t hits_checked() const noexcept { return hits_checked_; }
    [[nodiscard]] std::uint64_t hits_wrong() const noexcept { return hits_wrong_; }
    [[nodiscard]] const std::string& error() const noexcept { return error_; }

private:
    void check(std::span<const kernels::Hit> hits) {
        for (const kernels::Hit& hit : hits) {
            const kernels::HashBytes hash =
                kernels::reference_hash(algorithm_, work_, hit.version, hit.nonce);
            ++hits_checked_;
            hits_wrong_ += !kernels::meets_target(hash, work_.target);
        }
    }

    const kernels::Algorithm& algorithm_;
    const kernels::Work work_;
    std::unique_ptr<kernels::Scanner> scanner_;
    BatchSizer batch_;
    std::uint64_t next_;
    std::uint64_t hits_checked_ = 0;
    std::uint64_t hits_wrong_ = 0;
    std::string error_;
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// A kernel with its threads, and what each round gave.
class Contender {
public:
    Contender(kernels::Device& device, const kernels::Algorithm& algorithm,
              const kernels::KernelInfo& kernel, std::size_t threads)
        : bound_cycles_(kernel.bound_cycles_per_hash) {
        const kernels::DeviceInfo& info = device.info();
        is_cpu_ = info.backend == "cpu";
        row_.device = info.backend + std::to_string(info.index);
        row_.algorithm = algorithm.name;
        row_.kernel = kernel.name;
        row_.eligible = kernel.eligible;
        row_.failure = kernel.ineligible;
        row_.threads = threads;
        row_.versions = versions;
        for (std::size_t i = 0; i < threads && row_.failure.empty(); ++i) {
            kernels::MakeScannerResult made = device.make_scanner(algorithm, kernel.name);
            row_.failure = made.error;
            lanes_.push_back(std::make_unique<Lane>(algorithm, std::move(made.scanner),
                                                    nonces_end / threads * i));
        }
    }

    /// `baseline` units and `clock` cycles are those of a second of one core, 0: not known.
    void take_turn(milliseconds time, double baseline, double clock) {
        if (!row_.failure.empty()) {
            return;
        }
        std::vector<Lane::Turn> turns(lanes_.size());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < lanes_.size(); ++i) {
                threads.emplace_back([&, i] { turns[i] = lanes_[i]->run(time); });
            }
        }
        double rate = 0;
        Lane::Turn sum;
        for (const Lane::Turn& turn : turns) {
            rate += turn.hashes / turn.seconds;
            sum.hashes += turn.hashes;
            sum.cpu_seconds += turn.cpu_seconds;
        }
        rates_.push_back(rate);
        if (is_cpu_ && sum.hashes > 0) {
            const double core_rate = sum.hashes / sum.cpu_seconds;
            openssl_ratios_.push_back(baseline > 0 ? core_rate / baseline : 0);
            cycles_.push_back(clock / core_rate);
        }
        for (const auto& lane : lanes_) {
            row_.failure = row_.failure.empty() ? lane->error() : row_.failure;
        }
    }

    [[nodiscard]] BenchmarkRow result() {
        if (row_.failure.empty()) {
            row_.hashes_per_second = median(rates_);
            if (!cycles_.empty()) {
                row_.openssl_ratio = median(openssl_ratios_);
                row_.cycles_per_hash = median(cycles_);
                row_.bound_ratio =
                    row_.cycles_per_hash > 0 ? bound_cycles_ / row_.cycles_per_hash : 0;
            }
            for (const auto& lane : lanes_) {
                row_.hits_checked += lane->hits_checked();
                row_.hits_wrong += lane->hits_wrong();
            }
        }
        return row_;
    }

private:
    BenchmarkRow row_;
    const double bound_cycles_;
    bool is_cpu_ = false;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::vector<double> rates_, openssl_ratios_, cycles_;
};

bool is_wanted(const BenchmarkSettings& settings, const kernels::Algorithm& algorithm,
               const std::string& kernel) {
    return settings.kernel.empty() || settings.kernel == kernel ||
           settings.kernel == std::string{algorithm.name} + "/" + kernel;
}

void add_portable_ratios(std::span<BenchmarkRow> rows, const std::string& portable_kernel) {
    if (rows.empty() || rows.back().kernel != portable_kernel ||
        rows.back().hashes_per_second <= 0) {
        return;
    }
    const double portable = rows.back().hashes_per_second;
    for (BenchmarkRow& row : rows) {
        row.portable_ratio = row.hashes_per_second / portable;
    }
}

}  // namespace

std::vector<BenchmarkRow> run_benchmark(kernels::Device& device,
                                        const kernels::Algorithm& algorithm,
                                        const BenchmarkSettings& settings) {
    std::string portable;  // the last of a device's list
    std::vector<Contender> contenders;
    for (const kernels::KernelInfo& kernel : device.kernels(algorithm)) {
        portable = kernel.name;
        if (is_wanted(settings, algorithm, kernel.name)) {
            contenders.emplace_back(device, algorithm, kernel, settings.threads);
        }
    }
    const milliseconds turn = std::max(milliseconds{1}, settings.time_per_kernel / rounds);
    const Baseline baseline = openssl_baseline(algorithm.name);
    for (int round = 0; round < rounds && !contenders.empty(); ++round) {
        const double clock = measure_core_clock();
        const double unit_rate = baseline.rate != nullptr ? baseline.rate(turn) : 0;
        for (Contender& contender : contenders) {
            contender.take_turn(turn, unit_rate, clock);
        }
    }
    std::vector<BenchmarkRow> rows;
    for (Contender& contender : contenders) {
        rows.push_back(contender.result());
    }
    add_portable_ratios(rows, portable);
    return rows;
}

bool all_right(std::span<const BenchmarkRow> rows) noexcept {
    const auto measured = [](const BenchmarkRow& row) { return row.failure.empty(); };
    return std::ranges::any_of(rows, measured) &&
           std::ranges::all_of(rows, [&](const BenchmarkRow& row) {
               return (measured(row) || !row.eligible) && row.hits_wrong == 0;
           });
}

}  // namespace sluice::miner
