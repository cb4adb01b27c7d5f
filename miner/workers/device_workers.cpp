#include "miner/workers/device_workers.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace sluice::miner {

/// What the threads touch, owned by each of them.
struct DeviceWorkers::Shared {
    Shared(std::shared_ptr<SharedMiningState> its_place,
           std::shared_ptr<kernels::Device> its_device, DeviceWorkersSettings its_settings)
        : place(std::move(its_place)),
          device(std::move(its_device)),
          settings(std::move(its_settings)),
          handles(settings.workers),
          running(settings.workers) {}

    void run(std::size_t worker);
    [[nodiscard]] DeviceWorker::End work(std::size_t worker);
    /// The worker's beats, which it may make until it is abandoned.
    [[nodiscard]] ProgressCallback progress_of(std::size_t worker);
    [[nodiscard]] ScannerPlan make_plan(std::size_t worker);
    [[nodiscard]] WorkerSettings worker_settings(std::size_t worker, const ScannerPlan& plan);
    void log(const kernels::MakeScannerResult& made) const;
    void abandon();

    const std::shared_ptr<SharedMiningState> place;
    const std::shared_ptr<kernels::Device> device;
    const DeviceWorkersSettings settings;
    std::vector<WorkerHandle> handles;

    std::mutex plan_mutex;
    std::optional<ScannerPlan> plan;

    mutable std::mutex end_mutex;
    mutable std::condition_variable end_changed;
    std::size_t running;
    DeviceWorker::End worst_end = DeviceWorker::End::stopped;
};

void DeviceWorkers::Shared::run(std::size_t worker) {
    DeviceWorker::End end = DeviceWorker::End::unusable;
    try {
        end = work(worker);
    } catch (const std::exception& error) {
        handles[worker].if_not_abandoned(
            [&] { spdlog::error("{}: {}; its worker ends", settings.name, error.what()); });
    }
    if (end != DeviceWorker::End::stopped) {
        abandon();  // a device goes on with all of its workers or none
    }
    const std::lock_guard lock{end_mutex};
    worst_end = std::max(worst_end, end);
    --running;
    end_changed.notify_all();
}

DeviceWorker::End DeviceWorkers::Shared::work(std::size_t worker) {
    DeviceWorker one{worker_settings(worker, make_plan(worker)), *place, handles[worker]};
    return one.run();
}

ProgressCallback DeviceWorkers::Shared::progress_of(std::size_t worker) {
    return [this, worker](WorkerPhase next) {
        handles[worker].report_progress(next);
        return !place->work.stopped() && !handles[worker].is_abandoned();
    };
}

ScannerPlan DeviceWorkers::Shared::make_plan(std::size_t worker) {
    const ProgressCallback alive = progress_of(worker);
    const std::lock_guard lock{plan_mutex};  // the first worker chooses, the others wait for it
    if (alive(WorkerPhase::starting) && !plan) {
        plan = settings.plan(*device, alive);
    }
    return plan.value_or(ScannerPlan{});
}

WorkerSettings DeviceWorkers::Shared::worker_settings(std::size_t worker,
                                                      const ScannerPlan& its_plan) {
    const std::string number = " thread " + std::to_string(worker);
    return {.name = settings.name + (settings.workers > 1 ? number : ""),
            .device = settings.device,
            .versions = its_plan.versions,
            .make_scanner = [this, worker, its_plan] {
                auto made = miner::make_scanner(*device, place->algorithm, its_plan, settings.name,
                                                progress_of(worker));
                if (worker == 0) {
                    log(made);
                }
                return made;
            }};
}

void DeviceWorkers::Shared::log(const kernels::MakeScannerResult& made) const {
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

void DeviceWorkers::Shared::abandon() {
    for (WorkerHandle& handle : handles) {
        handle.abandon();
    }
}

DeviceWorkers::DeviceWorkers(std::shared_ptr<SharedMiningState> place,
                             std::shared_ptr<kernels::Device> device,
                             DeviceWorkersSettings settings)
    : shared_(std::make_shared<Shared>(std::move(place), std::move(device), std::move(settings))) {
    for (std::size_t i = 0; i < shared_->settings.workers; ++i) {
        threads_.emplace_back([shared = shared_, i] { shared->run(i); });
    }
}

DeviceWorkers::~DeviceWorkers() {
    shared_->abandon();
    const bool all_ended = ended();
    for (std::thread& thread : threads_) {
        if (all_ended) {
            thread.join();
        } else {
            thread.detach();
        }
    }
}

std::size_t DeviceWorkers::workers() const noexcept { return shared_->settings.workers; }

WorkerHandle::Progress DeviceWorkers::progress(std::size_t worker) const noexcept {
    return shared_->handles[worker].progress();
}

bool DeviceWorkers::ended() const {
    const std::lock_guard lock{shared_->end_mutex};
    return shared_->running == 0;
}

DeviceWorker::End DeviceWorkers::end() const {
    const std::lock_guard lock{shared_->end_mutex};
    return shared_->worst_end;
}

void DeviceWorkers::abandon() { shared_->abandon(); }

bool DeviceWorkers::wait_for_end(std::chrono::milliseconds patience) const {
    std::unique_lock lock{shared_->end_mutex};
    return shared_->end_changed.wait_for(lock, patience, [this] { return shared_->running == 0; });
}

}  // namespace sluice::miner
