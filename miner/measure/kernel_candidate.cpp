#include "miner/measure/kernel_candidate.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace sluice::miner {
namespace {

constexpr std::uint64_t nonce_space_end = std::uint64_t{1} << 32;

/// A scanner that holds more gives it back after its turn, so that shapes which each want most of a
/// card's memory can be compared.
constexpr std::size_t scratch_kept_max = std::size_t{64} << 20;

}  // namespace

std::uint32_t versions_for(const kernels::Device& device, const kernels::Algorithm& algorithm,
                           const std::string& kernel, const kernels::LaunchShape& shape) {
    using kernels::launch::versions;
    if (shape[versions] != 0) {  // from a file, it may be any number
        return std::min<std::uint32_t>(shape[versions], kernels::versions_max);
    }
    const auto shapes = device.launch_shapes(algorithm, kernel);
    return !shapes.empty() && shapes.front()[versions] != 0 ? shapes.front()[versions]
                                                            : kernels::versions_usual;
}

KernelCandidate::KernelCandidate(kernels::Device& device, const kernels::Algorithm& algorithm,
                                 const kernels::KernelInfo& kernel,
                                 const kernels::LaunchShape& shape, std::size_t threads)
    : device_(&device),
      algorithm_(&algorithm),
      bound_cycles_(kernel.bound_cycles_per_hash),
      is_cpu_(device.info().backend == "cpu") {
    row_.device = device_name(device.info());
    row_.algorithm = algorithm.name;
    row_.kernel = kernel.name;
    row_.shape = shape;
    row_.eligible = kernel.eligible;
    row_.failure = kernel.ineligible;
    row_.threads = is_cpu_ ? threads : device.info().parallel_scanners;
    row_.versions = versions_for(device, algorithm, kernel.name, shape);
    if (!row_.eligible) {
        return;
    }
    const kernels::Work work = benchmark_work(algorithm, row_.versions);
    for (std::size_t i = 0; i < row_.threads; ++i) {
        runs_.push_back(std::make_unique<kernels::TimedRun>(algorithm, work,
                                                            nonce_space_end / row_.threads * i));
    }
}

bool KernelCandidate::make_scanners(const ProgressCallback& alive) {
    for (const auto& run : runs_) {
        if (run->scanner() != nullptr) {
            continue;
        }
        kernels::MakeScannerResult made =
            device_->make_scanner(*algorithm_, row_.kernel, row_.shape, notice_to(alive));
        if (made.scanner == nullptr) {
            row_.failure = made.error;
            return false;
        }
        run->use(std::move(made.scanner));
    }
    return true;
}

void KernelCandidate::take_turn(std::chrono::milliseconds time, const CoreSecond& core,
                                Sensors* sensors, const ProgressCallback& alive) {
    if (!row_.failure.empty() || !make_scanners(alive)) {
        return;
    }
    std::vector<kernels::TimedRun::Turn> turns(runs_.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            threads.emplace_back([&, i] {
                turns[i] = runs_[i]->run(time, [&] { return alive(WorkerPhase::measuring); });
            });
        }
    }
    if (sensors != nullptr) {
        if (const auto power_w = sensors->read(device_->info().pci_bus_id).power_w) {
            watts_.push_back(*power_w);
        }
    }
    add_up(turns, core);
    for (const auto& run : runs_) {
        row_.failure = row_.failure.empty() ? run->error() : row_.failure;
        if (run->scanner()->scratch_bytes() > scratch_kept_max) {
            run->use(nullptr);
        }
    }
}

void KernelCandidate::add_up(std::span<const kernels::TimedRun::Turn> turns,
                             const CoreSecond& core) {
    double rate = 0;
    kernels::TimedRun::Turn sum;
    for (const kernels::TimedRun::Turn& turn : turns) {
        rate += turn.seconds > 0 ? turn.hashes / turn.seconds : 0;
        sum.hashes += turn.hashes;
        sum.cpu_seconds += turn.cpu_seconds;
        device_busy_seconds_ += turn.device_busy_seconds;
        device_idle_seconds_ += turn.device_idle_seconds;
    }
    rates_.push_back(rate);
    if (is_cpu_ && sum.hashes > 0) {
        const double core_rate = sum.hashes / sum.cpu_seconds;
        openssl_ratios_.push_back(core.baseline_units > 0 ? core_rate / core.baseline_units : 0);
        cycles_.push_back(core.cycles / core_rate);
    }
}

BenchmarkRow KernelCandidate::result() const {
    BenchmarkRow row = row_;
    if (!row.failure.empty() || rates_.empty()) {
        return row;
    }
    row.hashes_per_second = kernels::median(rates_);
    if (!cycles_.empty()) {
        row.openssl_ratio = kernels::median(openssl_ratios_);
        row.cycles_per_hash = kernels::median(cycles_);
        row.bound_ratio = row.cycles_per_hash > 0 ? bound_cycles_ / row.cycles_per_hash : 0;
    }
    if (!watts_.empty()) {
        row.power_w = kernels::median(watts_);
        row.hashes_per_joule = row.power_w > 0 ? row.hashes_per_second / row.power_w : 0;
    }
    const double device_seconds = device_busy_seconds_ + device_idle_seconds_;
    row.device_idle_ratio = device_seconds > 0 ? device_idle_seconds_ / device_seconds : 0;
    for (const auto& run : runs_) {
        row.hits_checked += run->hits_checked();
        row.hits_wrong += run->hits_wrong();
    }
    return row;
}

}  // namespace sluice::miner
