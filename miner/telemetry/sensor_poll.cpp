#include "miner/telemetry/sensor_poll.hpp"

#include <algorithm>
#include <utility>

namespace sluice::miner {

void SensorPoll::Shared::run() {
    {
        const std::unique_ptr<Sensors> sensors = make_sensors();
        do {
            for (std::size_t place = 0; place < pci_bus_ids.size(); ++place) {
                if (!pci_bus_ids[place].empty()) {
                    report(place, sensors->read(pci_bus_ids[place]));
                }
            }
        } while (pause());
    }
    const std::lock_guard lock{mutex};
    ended = true;
    changed.notify_all();
}

/// False: the poll is to end.
bool SensorPoll::Shared::pause() {
    std::unique_lock lock{mutex};
    return !changed.wait_for(lock, interval, [this] { return stopping; });
}

SensorPoll::SensorPoll(std::vector<std::string> pci_bus_ids, MakeSensors make_sensors,
                       Report report)
    : shared_(std::make_shared<Shared>(std::move(pci_bus_ids), std::move(make_sensors),
                                       std::move(report))) {
    const bool any = std::ranges::any_of(shared_->pci_bus_ids,
                                         [](const std::string& id) { return !id.empty(); });
    if (any) {
        thread_ = std::thread{[shared = shared_] { shared->run(); }};
    }
}

SensorPoll::~SensorPoll() { stop(std::chrono::milliseconds{0}); }

bool SensorPoll::stop(std::chrono::milliseconds patience) {
    if (!thread_.joinable()) {
        return true;
    }
    bool ended = false;
    {
        std::unique_lock lock{shared_->mutex};
        shared_->stopping = true;
        shared_->changed.notify_all();
        ended = shared_->changed.wait_for(lock, patience, [this] { return shared_->ended; });
    }
    if (ended) {
        thread_.join();
    } else {
        thread_.detach();
    }
    return ended;
}

}  // namespace sluice::miner
