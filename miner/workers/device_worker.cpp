#include "miner/workers/device_worker.hpp"

#include "miner/work/settled_share.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::miner {
double hit_chance(const kernels::HashBytes& target) noexcept {
    double chance = 0x1p-256;  // a target of 0 is met by one hash of 2^256
    for (int i = 0; i < 32; ++i) {
        chance += std::ldexp(target[static_cast<std::size_t>(i)], 8 * i - 256);
    }
    return chance;
}

DeviceWorker::DeviceWorker(WorkerSettings settings, SharedMiningState& place, WorkerHandle& handle)
    : settings_(std::move(settings)),
      algorithm_(place.algorithm),
      family_(job_family_of(place.algorithm)),
      work_(place.work),
      epochs_(place.epochs),
      shares_(place.shares),
      statistics_(place.statistics),
      handle_(handle) {
    assignment_.versions_max = settings_.versions;
}

DeviceWorker::End DeviceWorker::run() {
    if (wanted() && !make_scanner()) {
        return End::unusable;
    }
    while (wanted()) {
        while (in_flight_.size() < scanner_->depth() && enqueue_next()) {
        }
        if (!in_flight_.empty() && !collect_oldest()) {
            return End::failed;
        }
    }
    while (!in_flight_.empty()) {  // scans refer to work_'s epoch: let them end before it goes
        if (!collect_oldest()) {
            return End::failed;
        }
    }
    return End::stopped;
}

bool DeviceWorker::make_scanner() {
    handle_.report_progress(WorkerPhase::starting);
    kernels::MakeScannerResult made = settings_.make_scanner();
    if (made.scanner == nullptr) {
        handle_.if_not_abandoned([&] { spdlog::error("{}: {}", settings_.name, made.error); });
        return false;
    }
    scanner_ = std::move(made.scanner);
    return true;
}

bool DeviceWorker::enqueue_next() {
    const bool current = assignment_.job != nullptr && assignment_.left.count != 0 &&
                         assignment_.epoch == work_.epoch().load(std::memory_order_relaxed);
    if (!current) {
        const bool may_wait = in_flight_.empty();
        if (may_wait) {
            handle_.report_progress(WorkerPhase::idle);
        }
        if (!work_.refresh(assignment_, may_wait ? WorkSource::Wait::yes : WorkSource::Wait::no)) {
            return false;
        }
        prepared_ = family_.make_work(algorithm_, *assignment_.job, assignment_.column);
        if (algorithm_.epochs != nullptr) {
            handle_.report_progress(WorkerPhase::starting);  // a new epoch's state takes seconds
        }
        prepared_.state = epochs_.of(prepared_.header);
    }
    const kernels::NonceRange range = assignment_.cut(
        batch_.nonces(scanner_->launch_nonces(std::max(1U, prepared_.version_count))));
    in_flight_.push_back({assignment_.job, assignment_.column, prepared_, range, Clock::now()});
    handle_.report_progress(WorkerPhase::scanning);
    scanner_->enqueue(prepared_, range, {&work_.epoch(), assignment_.epoch});
    return true;
}

bool DeviceWorker::collect_oldest() {
    const std::string error = finish_oldest();
    if (error.empty()) {
        failures_in_a_row_ = 0;
        return true;
    }
    while (!in_flight_.empty()) {  // they may have ended before the device failed
        (void)finish_oldest();
    }
    return restart_device(error);
}

std::string DeviceWorker::finish_oldest() {
    handle_.report_progress(WorkerPhase::scanning);
    std::uint64_t hits = 0;
    const kernels::ScanResult result = scanner_->collect(
        [&](const kernels::Hit& hit) { hits += hand_over(in_flight_.front(), hit) ? 1 : 0; });
    const Scan scan = std::move(in_flight_.front());
    in_flight_.pop_front();
    const TimePoint now = Clock::now();
    // With several scans in flight this one started when the one before it ended.
    const auto took = now - std::max(scan.start, last_collected_);
    last_collected_ = now;
    handle_.scan_took(took);
    if (result.nonces_done == scan.range.count) {
        batch_.measured(result.nonces_done, took);
    }
    count_scan(scan, result, hits);
    if (result.overflowed && !std::exchange(overflow_logged_, true)) {
        spdlog::warn("{}: more hits than a scan can report; the difficulty is too low",
                     settings_.name);
    }
    return result.device_error;
}

bool DeviceWorker::hand_over(const Scan& scan, const kernels::Hit& hit) {
    const kernels::HashBytes hash = reference_hash(algorithm_, scan.work, hit.version, hit.nonce);
    if (hash != hit.hash || !kernels::meets_target(hash, scan.work.target)) {
        return false;
    }
    FoundShare share = family_.make_share(algorithm_, scan.job, scan.column, hit);
    share.device = settings_.device;
    const ShareReport lost =
        settled(share, ShareFate::lost, "more shares than the miner can queue");
    handle_.if_not_abandoned([&] {
        if (!shares_.push(std::move(share))) {
            statistics_.add_share(lost);
            if (!std::exchange(full_queue_logged_, true)) {
                spdlog::warn("{}: share lost: {}", settings_.name, lost.reason);
            }
        }
    });
    return true;
}

void DeviceWorker::count_scan(const Scan& scan, const kernels::ScanResult& result,
                              std::uint64_t hits) {
    ScanTally tally{.hashes = result.hashes_done,
                    .hits = hits,
                    .hardware_errors = result.hardware_errors + result.hits.size() - hits};
    if (!result.overflowed) {
        tally.expected_hits =
            static_cast<double>(result.hashes_done) * hit_chance(scan.work.target);
    }
    handle_.if_not_abandoned(
        [&] { statistics_.add_scan(settings_.device, last_collected_, tally); });
}

bool DeviceWorker::restart_device(const std::string& error) {
    scanner_.reset();
    if (!wanted()) {
        return false;
    }
    if (++failures_in_a_row_ > failures_in_a_row_max) {
        spdlog::error("{}: device error: {}; it failed {} times in a row", settings_.name, error,
                      failures_in_a_row_);
        return false;
    }
    spdlog::error("{}: device error: {}; a new start", settings_.name, error);
    return make_scanner();
}

}  // namespace sluice::miner
