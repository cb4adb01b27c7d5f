#include "miner/device_crew.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace sluice::miner {

/// What the threads touch, owned by each of them.
struct DeviceCrew::Shared {
    Shared(std::shared_ptr<Workplace> its_place, std::shared_ptr<kernels::Device> its_device,
           CrewSettings its_settings)
        : place(std::move(its_place)),
          device(std::move(its_device)),
          settings(std::move(its_settings)),
          leashes(settings.workers),
          running(settings.workers) {}

    void run(std::size_t worker);
    [[nodiscard]] DeviceWorker::End work(std::size_t worker);
    /// The worker's beats, which it may make until its leash is cut.
    [[nodiscard]] SignOfLife sign_of_life(std::size_t worker);
    [[nodiscard]] HashingPlan make_plan(std::size_t worker);
    [[nodiscard]] WorkerSettings worker_settings(std::size_t worker, const HashingPlan& plan);
    void log(const kernels::MakeScannerResult& made) const;
    void cut();

    const std::shared_ptr<Workplace> place;
    const std::shared_ptr<kernels::Device> device;
    const CrewSettings settings;
    std::vector<WorkerLeash> leashes;

    std::mutex plan_mutex;
    std::optional<HashingPlan> plan;

    mutable std::mutex end_mutex;
    mutable std::condition_variable end_changed;
    std::size_t running;
    DeviceWorker::End worst_end = DeviceWorker::End::stopped;
};

void DeviceCrew::Shared::run(std::size_t worker) {
    DeviceWorker::End end = DeviceWorker::End::unusable;
    try {
        end = work(worker);
    } catch (const std::exception& error) {
        leashes[worker].unless_cut(
            [&] { spdlog::error("{}: {}; its worker ends", settings.name, error.what()); });
    }
    if (end != DeviceWorker::End::stopped) {
        cut();  // a device goes on with all of its workers or none
    }
    const std::lock_guard lock{end_mutex};
    worst_end = std::max(worst_end, end);
    --running;
    end_changed.notify_all();
}

DeviceWorker::End DeviceCrew::Shared::work(std::size_t worker) {
    DeviceWorker one{worker_settings(worker, make_plan(worker)), *place, leashes[worker]};
    return one.run();
}

SignOfLife DeviceCrew::Shared::sign_of_life(std::size_t worker) {
    return [this, worker](WorkerPhase next) {
        leashes[worker].beat(next);
        return !place->work.stopped() && !leashes[worker].is_cut();
    };
}

HashingPlan DeviceCrew::Shared::make_plan(std::size_t worker) {
    const SignOfLife alive = sign_of_life(worker);
    const std::lock_guard lock{plan_mutex};  // the first worker chooses, the others wait for it
    if (alive(WorkerPhase::starting) && !plan) {
        plan = settings.plan(*device, alive);
    }
    return plan.value_or(HashingPlan{});
}

WorkerSettings DeviceCrew::Shared::worker_settings(std::size_t worker,
                                                   const HashingPlan& its_plan) {
    const std::string number = " thread " + std::to_string(worker);
    return {.name = settings.name + (settings.workers > 1 ? number : ""),
            .device = settings.device,
            .versions = its_plan.versions,
            .make_scanner = [this, worker, its_plan] {
                auto made = miner::make_scanner(*device, place->algorithm, its_plan, settings.name,
                                                sign_of_life(worker));
                if (worker == 0) {
                    log(made);
                }
                return made;
            }};
}

void DeviceCrew::Shared::log(const kernels::MakeScannerResult& made) const {
    for (const std::string& refused : made.refused) {
        spdlog::warn("{}: {}", settings.name, refused);
    }
    for (const std::string& note : made.notes) {
        spdlog::info("{}: {}", settings.name, note);
    }
    if (made.scanner != nullptr) {
        spdlog::info("{}: {}, {} thread(s), kernel {}/{}", settings.name, device->info().name,
                     settings.workers, place->algorithm.name, made.kernel);
    }
}

void DeviceCrew::Shared::cut() {
    for (WorkerLeash& leash : leashes) {
        leash.cut();
    }
}

DeviceCrew::DeviceCrew(std::shared_ptr<Workplace> place, std::shared_ptr<kernels::Device> device,
                       CrewSettings settings)
    : shared_(std::make_shared<Shared>(std::move(place), std::move(device), std::move(settings))) {
    for (std::size_t i = 0; i < shared_->settings.workers; ++i) {
        threads_.emplace_back([shared = shared_, i] { shared->run(i); });
    }
}

DeviceCrew::~DeviceCrew() {
    shared_->cut();
    const bool all_ended = ended();
    for (std::thread& thread : threads_) {
        if (all_ended) {
            thread.join();
        } else {
            thread.detach();
        }
    }
}

std::size_t DeviceCrew::workers() const noexcept { return shared_->settings.workers; }

WorkerLeash::Beat DeviceCrew::look(std::size_t worker) const noexcept {
    return shared_->leashes[worker].look();
}

bool DeviceCrew::ended() const {
    const std::lock_guard lock{shared_->end_mutex};
    return shared_->running == 0;
}

DeviceWorker::End DeviceCrew::end() const {
    const std::lock_guard lock{shared_->end_mutex};
    return shared_->worst_end;
}

void DeviceCrew::cut() { shared_->cut(); }

bool DeviceCrew::wait_for_end(std::chrono::milliseconds patience) const {
    std::unique_lock lock{shared_->end_mutex};
    return shared_->end_changed.wait_for(lock, patience, [this] { return shared_->running == 0; });
}

}  // namespace sluice::miner
