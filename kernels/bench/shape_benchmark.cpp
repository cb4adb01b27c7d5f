#include "kernels/bench/shape_benchmark.hpp"

#include "kernels/bench/json_object.hpp"

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

namespace sluice::kernels {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t nonces_end = std::uint64_t{1} << 32;
/// A scan is to take about this: many launches, and many scans in a turn.
constexpr std::chrono::milliseconds scan_goal{40};

double seconds_of(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace

ShapeBenchmark::ShapeBenchmark(Device& device, const Algorithm& algorithm, std::string kernel,
                               const LaunchShape& shape, std::uint32_t versions)
    : device_(&device),
      algorithm_(&algorithm),
      kernel_(std::move(kernel)),
      shape_(shape),
      versions_(versions) {}

Work ShapeBenchmark::make_work() const {
    Work work;
    work.header = algorithm_->known_headers().front().header;
    work.state = make_epoch_state(*algorithm_, work.header);
    work.version_count = versions_;
    for (std::uint32_t i = 0; i < versions_; ++i) {
        work.versions[i] = 0x20000000 | i << 13;  // the bits of BIP 320
    }
    // One hash in 2^24 (or, of a slow algorithm, 2^12): hits that cost nothing to check.
    work.target.fill(0xff);
    const bool slow = is_slow(*algorithm_);
    std::ranges::fill(std::span(work.target).last(slow ? 1 : 3), std::uint8_t{0});
    if (slow) {
        work.target[30] = 0x0f;
    }
    return work;
}

ShapeBenchmark::Tally ShapeBenchmark::run(Scanner& scanner, std::uint64_t first,
                                          std::chrono::milliseconds time) const {
    Tally tally;
    const Work work = make_work();
    std::deque<NonceRange> in_flight;
    std::uint64_t next = first;
    const auto enqueue = [&] {
        const NonceRange range{next, std::min(scan_nonces_, nonces_end - next)};
        in_flight.push_back(range);
        scanner.enqueue(work, range, {});
        next = (next + range.count) % nonces_end;
    };
    while (in_flight.size() < scanner.depth()) {
        enqueue();
    }
    std::size_t warm_up = in_flight.size();
    auto start = SteadyClock::now();
    auto now = start;
    while (tally.error.empty() && (now - start < time || warm_up > 0)) {
        const ScanResult result = scanner.collect();
        in_flight.pop_front();
        enqueue();
        now = SteadyClock::now();
        tally.error = result.device_error;
        for (const Hit& hit : result.hits) {
            const HashBytes hash = reference_hash(*algorithm_, work, hit.version, hit.nonce);
            ++tally.hits;
            tally.hits_wrong += !meets_target(hash, work.target);
        }
        tally.hits_wrong += result.hardware_errors;
        if (warm_up > 0) {
            --warm_up;
            start = now;
            continue;
        }
        ++tally.scans;
        tally.hashes += static_cast<double>(result.hashes_done);
        tally.device_busy_seconds += seconds_of(result.device_busy);
        tally.device_idle_seconds += seconds_of(result.device_idle);
    }
    tally.seconds = seconds_of(now - start);
    while (!in_flight.empty() && tally.error.empty()) {
        tally.error = scanner.collect().device_error;
        in_flight.pop_front();
    }
    return tally;
}

void ShapeBenchmark::take_turn(std::chrono::milliseconds time) {
    if (!total_.error.empty()) {
        return;
    }
    std::vector<std::unique_ptr<Scanner>> scanners;
    for (std::size_t i = 0; i < device_->info().parallel_scanners; ++i) {
        MakeScannerResult made = device_->make_scanner(*algorithm_, kernel_, shape_);
        if (made.scanner == nullptr) {
            total_.error = made.error;
            return;
        }
        scanners.push_back(std::move(made.scanner));
    }
    scratch_bytes_ = scanners.front()->scratch_bytes();
    for (scan_nonces_ = std::max<std::uint64_t>(scan_nonces_, 64); rates_.empty();) {
        const auto start = SteadyClock::now();
        total_.error = scan(*scanners.front(), make_work(), {0, scan_nonces_}).device_error;
        if (!total_.error.empty()) {
            return;
        }
        if (SteadyClock::now() - start >= scan_goal || scan_nonces_ == nonces_end) {
            break;
        }
        scan_nonces_ *= 2;
    }
    const std::uint64_t launch = scanners.front()->launch_nonces(versions_);
    scan_nonces_ = std::max<std::uint64_t>(1, scan_nonces_ / launch) * launch;  // whole launches
    std::vector<Tally> tallies(scanners.size());
    const auto start = SensorSamples::Clock::now();
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < scanners.size(); ++i) {
            threads.emplace_back(
                [&, i] { tallies[i] = run(*scanners[i], nonces_end / scanners.size() * i, time); });
        }
    }
    spans_.push_back({start, SensorSamples::Clock::now()});
    double rate = 0;
    for (const Tally& tally : tallies) {
        rate += tally.seconds > 0 ? tally.hashes / tally.seconds : 0;
        total_.seconds += tally.seconds;
        total_.device_busy_seconds += tally.device_busy_seconds;
        total_.device_idle_seconds += tally.device_idle_seconds;
        total_.scans += tally.scans;
        total_.hits += tally.hits;
        total_.hits_wrong += tally.hits_wrong;
        total_.error = total_.error.empty() ? tally.error : total_.error;
    }
    rates_.push_back(rate);
}

std::string ShapeBenchmark::json(const SensorSamples& samples) const {
    JsonObject launch;
    for (const LaunchParameter* parameter : algorithm_->launch_parameters) {
        launch.add(parameter->name, shape_[*parameter]);
    }
    const DeviceInfo& info = device_->info();
    JsonObject object;
    object.add("device", device_name(info));
    object.add("algorithm", algorithm_->name);
    object.add("kernel", kernel_);
    object.add("versions", versions_);
    object.add("launch", launch);
    if (!total_.error.empty() || rates_.empty()) {
        object.add("failure", total_.error.empty() ? "the time was up" : total_.error.c_str());
        return object.text();
    }
    object.add("hashes_per_second", median(rates_));
    object.add("slowest_round", *std::ranges::min_element(rates_));
    object.add("fastest_round", *std::ranges::max_element(rates_));
    object.add("rounds", rates_.size());
    object.add("scans", total_.scans);
    object.add("scan_nonces", scan_nonces_);
    object.add("hits_checked", total_.hits);
    object.add("hits_wrong", total_.hits_wrong);
    object.add("scratch_bytes", scratch_bytes_);
    const double device_seconds = total_.device_busy_seconds + total_.device_idle_seconds;
    if (device_seconds > 0) {
        object.add("device_idle_ratio", total_.device_idle_seconds / device_seconds);
    }
    const SensorSamples::Mean mean = samples.mean(info.pci_bus_id, spans_);
    if (mean.samples > 0) {
        object.add("sm_clock_mhz", mean.sm_clock_mhz);
        object.add("memory_clock_mhz", mean.memory_clock_mhz);
        object.add("power_w", mean.power_w);
        object.add("temperature_c", mean.temperature_c);
        object.add("hashes_per_joule", mean.power_w > 0 ? median(rates_) / mean.power_w : 0);
    }
    return object.text();
}

}  // namespace sluice::kernels
