#include "kernels/bench/shape_benchmark.hpp"

#include "kernels/bench/json_object.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace sluice::kernels {
ShapeBenchmark::ShapeBenchmark(Device& device, const Algorithm& algorithm, std::string kernel,
                               const LaunchShape& shape, std::uint32_t versions)
    : device_(&device),
      algorithm_(&algorithm),
      kernel_(std::move(kernel)),
      shape_(shape),
      versions_(versions) {
    constexpr std::uint64_t nonces_end = std::uint64_t{1} << 32;
    const std::size_t threads = device.info().parallel_scanners;
    const Work work = benchmark_work(algorithm, versions);
    for (std::size_t i = 0; i < threads; ++i) {
        runs_.push_back(std::make_unique<TimedRun>(algorithm, work, nonces_end / threads * i));
    }
}

bool ShapeBenchmark::make_scanners() {
    for (const auto& run : runs_) {
        MakeScannerResult made = device_->make_scanner(*algorithm_, kernel_, shape_);
        if (made.scanner == nullptr) {
            error_ = made.error;
            std::ranges::for_each(runs_, [](const auto& each) { each->use(nullptr); });
            return false;
        }
        run->use(std::move(made.scanner));
    }
    scratch_bytes_ = runs_.front()->scanner()->scratch_bytes();
    return true;
}

void ShapeBenchmark::take_turn(std::chrono::milliseconds time) {
    if (!error_.empty() || !make_scanners()) {
        return;
    }
    std::vector<TimedRun::Turn> turns(runs_.size());
    const auto start = SensorSamples::Clock::now();
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            threads.emplace_back([&, i] {
                runs_[i]->warm_up();
                turns[i] = runs_[i]->run(time);
            });
        }
    }
    spans_.push_back({start, SensorSamples::Clock::now()});
    double rate = 0;
    for (const TimedRun::Turn& turn : turns) {
        rate += turn.seconds > 0 ? turn.hashes / turn.seconds : 0;
        busy_seconds_ += turn.device_busy_seconds;
        idle_seconds_ += turn.device_idle_seconds;
        scans_ += turn.scans;
    }
    rates_.push_back(rate);
    for (const auto& run : runs_) {
        error_ = error_.empty() ? run->error() : error_;
        run->use(nullptr);
    }
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
    if (!error_.empty() || rates_.empty()) {
        object.add("failure", error_.empty() ? "the time was up" : error_.c_str());
        return object.text();
    }
    object.add("hashes_per_second", median(rates_));
    object.add("slowest_round", *std::ranges::min_element(rates_));
    object.add("fastest_round", *std::ranges::max_element(rates_));
    object.add("rounds", rates_.size());
    object.add("scans", scans_);
    std::uint64_t hits_checked = 0;
    std::uint64_t hits_wrong = 0;
    for (const auto& run : runs_) {
        hits_checked += run->hits_checked();
        hits_wrong += run->hits_wrong();
    }
    object.add("hits_checked", hits_checked);
    object.add("hits_wrong", hits_wrong);
    object.add("scratch_bytes", scratch_bytes_);
    const double device_seconds = busy_seconds_ + idle_seconds_;
    if (device_seconds > 0) {
        object.add("device_idle_ratio", idle_seconds_ / device_seconds);
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
