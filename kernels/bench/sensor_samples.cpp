#include "kernels/bench/sensor_samples.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace sluice::kernels {
namespace {

/// "01:00.0" in lower case: nvidia-smi writes the domain with eight digits, others with four.
std::string bus_and_function(std::string_view pci_bus_id) {
    constexpr std::size_t length = 7;
    std::string tail{pci_bus_id.substr(pci_bus_id.size() - std::min(pci_bus_id.size(), length))};
    for (char& c : tail) {
        c = static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
    }
    return tail;
}

}  // namespace

SensorSamples SensorSamples::read(const std::string& file) {
    SensorSamples samples;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        Sample sample;
        std::tm local{};
        double second = 0;
        char pci_bus_id[32] = "";
        Mean& values = sample.values;
        const int read_fields = std::sscanf(
            line.c_str(), "%d/%d/%d %d:%d:%lf, %31[^,], %lf, %lf, %lf, %lf", &local.tm_year,
            &local.tm_mon, &local.tm_mday, &local.tm_hour, &local.tm_min, &second, pci_bus_id,
            &values.sm_clock_mhz, &values.memory_clock_mhz, &values.power_w, &values.temperature_c);
        if (read_fields != 11) {
            continue;
        }
        local.tm_year -= 1900;
        local.tm_mon -= 1;
        local.tm_isdst = -1;
        sample.time = Clock::from_time_t(std::mktime(&local)) +
                      std::chrono::milliseconds{static_cast<int>(second * 1000)};
        sample.pci_bus_id = bus_and_function(pci_bus_id);
        samples.samples_.push_back(std::move(sample));
    }
    return samples;
}

SensorSamples::Mean SensorSamples::mean(std::string_view pci_bus_id,
                                        const std::vector<Span>& spans) const {
    Mean sum;
    for (const Sample& sample : samples_) {
        const bool in_time = std::ranges::any_of(spans, [&](const Span& span) {
            return sample.time >= span.start && sample.time <= span.end;
        });
        if (!in_time || sample.pci_bus_id != bus_and_function(pci_bus_id)) {
            continue;
        }
        ++sum.samples;
        sum.sm_clock_mhz += sample.values.sm_clock_mhz;
        sum.memory_clock_mhz += sample.values.memory_clock_mhz;
        sum.power_w += sample.values.power_w;
        sum.temperature_c += sample.values.temperature_c;
    }
    const double count = std::max(1, sum.samples);
    sum.sm_clock_mhz /= count;
    sum.memory_clock_mhz /= count;
    sum.power_w /= count;
    sum.temperature_c /= count;
    return sum;
}

}  // namespace sluice::kernels
