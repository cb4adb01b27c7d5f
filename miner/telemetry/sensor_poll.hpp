#pragma once
/// Reads the sensors of several devices every few seconds on a thread of its own, because a driver
/// whose card has hung may not answer. The thread shares the ownership of all it touches and is
/// left behind if it hangs. Thread-safe.

#include "miner/telemetry/sensors.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sluice::miner {

class SensorPoll {
public:
    static constexpr std::chrono::seconds interval{3};

    /// Gets the reading of the device in that place of the list; must hold what it refers to.
    using Report = std::function<void(std::size_t place, const Telemetry&)>;
    using MakeSensors = std::function<std::unique_ptr<Sensors>()>;

    /// Devices without an address (empty) have no sensors; without any device there is no thread.
    SensorPoll(std::vector<std::string> pci_bus_ids, MakeSensors make_sensors, Report report);
    SensorPoll(const SensorPoll&) = delete;
    SensorPoll& operator=(const SensorPoll&) = delete;
    ~SensorPoll();

    /// Ends the thread. False: it hangs in a driver, and was left behind.
    bool stop(std::chrono::milliseconds patience);

private:
    struct Shared {
        std::vector<std::string> pci_bus_ids;
        MakeSensors make_sensors;
        Report report;
        std::mutex mutex{};
        std::condition_variable changed{};
        bool stopping = false;
        bool ended = false;

        void run();
        [[nodiscard]] bool pause();
    };

    std::shared_ptr<Shared> shared_;
    std::thread thread_;
};

}  // namespace sluice::miner
