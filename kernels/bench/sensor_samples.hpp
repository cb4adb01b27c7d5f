#pragma once
/// What nvidia-smi wrote while a benchmark ran: clocks, power and temperature of every card several
/// times a second, averaged over the time that one kernel hashed. Pure, except that it reads the file.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

class SensorSamples {
public:
    using Clock = std::chrono::system_clock;

    struct Span {
        Clock::time_point start, end;
    };
    struct Mean {
        int samples = 0;
        double sm_clock_mhz = 0;
        double memory_clock_mhz = 0;
        double power_w = 0;
        double temperature_c = 0;
    };

    /// Reads lines of `nvidia-smi --query-gpu=timestamp,pci.bus_id,clocks.sm,clocks.mem,power.draw,
    /// temperature.gpu --format=csv,noheader,nounits`; others are left out.
    [[nodiscard]] static SensorSamples read(const std::string& file);

    /// The mean for the card at that PCI address within the spans.
    [[nodiscard]] Mean mean(std::string_view pci_bus_id, const std::vector<Span>& spans) const;

private:
    struct Sample {
        Clock::time_point time;
        std::string pci_bus_id;
        Mean values;
    };

    std::vector<Sample> samples_;
};

}  // namespace sluice::kernels
