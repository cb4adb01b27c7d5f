#include "miner/device_worker.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace sluice::miner {
namespace {

/// A device that fails this often without one good scan between is given up.
constexpr int failures_in_a_row_max = 3;

std::uint32_t time_of(const MiningJob& job, const Column& column) {
    return job.notify.time + column.time_roll;
}

}  // namespace

kernels::Work make_work(const kernels::Algorithm& algorithm, const MiningJob& job,
                        const Column& column) {
    const protocol::HeaderBytes header = serialize(header_of(
        job, extranonce2_bytes(column.extranonce2, job.extranonce2_size), time_of(job, column)));
    kernels::Work work;
    std::copy_n(header.begin(), std::min(header.size(), algorithm.header_size),
                work.header.begin());
    const std::uint32_t mask = job.version_mask.value_or(0);
    for (std::uint32_t i = 0; i < column.version_count; ++i) {
        work.versions[i] = (job.notify.version & ~mask) | column.version_bits[i];  // BIP 310
    }
    work.version_count = column.version_count;
    work.target = protocol::to_hash256(job.target.value).bytes;
    return work;
}

FoundShare make_share(const kernels::Algorithm& algorithm, SharedJob job, const Column& column,
                      const kernels::Hit& hit) {
    FoundShare found;
    found.share.extranonce2 = extranonce2_bytes(column.extranonce2, job->extranonce2_size);
    found.share.time = time_of(*job, column);
    found.share.nonce = static_cast<std::uint32_t>(hit.nonce);
    if (column.version_count != 0) {
        found.share.version_bits = hit.version & job->version_mask.value_or(0);
    }
    const protocol::Target hash{to_uint256(protocol::Hash256{hit.hash})};
    found.difficulty = {difficulty_of(hash).value *
                        static_cast<double>(algorithm.share_difficulty_unit)};
    found.is_block = !(protocol::decode_compact(job->notify.bits).target < hash);
    found.job = std::move(job);
    return found;
}

DeviceWorker::DeviceWorker(std::string name, const kernels::Algorithm& algorithm,
                           std::unique_ptr<kernels::Scanner> scanner,
                           ScannerFactory replace_scanner, WorkSource& work, ShareQueue& shares,
                           Statistics& statistics)
    : name_(std::move(name)),
      algorithm_(algorithm),
      scanner_(std::move(scanner)),
      replace_scanner_(std::move(replace_scanner)),
      work_(work),
      shares_(shares),
      statistics_(statistics) {}

void DeviceWorker::run() {
    while (!work_.stopped()) {
        while (in_flight_.size() < scanner_->depth() && enqueue_next()) {
        }
        if (!in_flight_.empty() && !collect_oldest()) {
            return;
        }
    }
    while (!in_flight_.empty()) {  // scans refer to work_'s epoch: let them end before it goes
        if (!collect_oldest()) {
            return;
        }
    }
}

bool DeviceWorker::enqueue_next() {
    const bool current = assignment_.job != nullptr && assignment_.left.count != 0 &&
                         assignment_.epoch == work_.epoch().load(std::memory_order_relaxed);
    if (!current) {
        const auto wait = in_flight_.empty() ? WorkSource::Wait::yes : WorkSource::Wait::no;
        if (!work_.refresh(assignment_, wait)) {
            return false;
        }
        prepared_ = make_work(algorithm_, *assignment_.job, assignment_.column);
    }
    const kernels::NonceRange range = assignment_.cut(batch_.nonces());
    in_flight_.push_back({assignment_.job, assignment_.column, prepared_, range, Clock::now()});
    scanner_->enqueue(prepared_, range, {&work_.epoch(), assignment_.epoch});
    return true;
}

bool DeviceWorker::collect_oldest() {
    const kernels::ScanResult result = scanner_->collect();
    const Scan scan = std::move(in_flight_.front());
    in_flight_.pop_front();
    const TimePoint now = Clock::now();
    statistics_.add_hashes(now, result.hashes_done);
    if (result.nonces_done == scan.range.count) {
        // With several scans in flight this one started when the one before it ended.
        batch_.measured(result.nonces_done, now - std::max(scan.start, last_collected_));
    }
    last_collected_ = now;
    for (const kernels::Hit& hit : result.hits) {
        take_hit(scan, hit);
    }
    if (result.overflowed && !std::exchange(overflow_logged_, true)) {
        spdlog::warn("{}: more hits than a scan can report; the difficulty is too low", name_);
    }
    if (!result.device_error.empty()) {
        return restart_device(result.device_error);
    }
    failures_in_a_row_ = 0;
    return true;
}

void DeviceWorker::take_hit(const Scan& scan, const kernels::Hit& hit) {
    const kernels::HashBytes hash = reference_hash(algorithm_, scan.work, hit.version, hit.nonce);
    if (hash != hit.hash || !kernels::meets_target(hash, scan.work.target)) {
        statistics_.add_hardware_error();
        spdlog::warn("{}: hardware error, nonce {:08x} does not meet the target", name_, hit.nonce);
        return;
    }
    FoundShare found = make_share(algorithm_, scan.job, scan.column, hit);
    const ShareReport lost{.fate = ShareFate::lost,
                           .reason = "more shares than the miner can queue",
                           .difficulty = found.difficulty,
                           .job_difficulty = scan.job->difficulty};
    if (!shares_.push(std::move(found))) {
        statistics_.add_share(lost);
    }
}

bool DeviceWorker::restart_device(const std::string& error) {
    spdlog::error("{}: device error: {}; restarting it", name_, error);
    in_flight_.clear();
    scanner_.reset();
    if (++failures_in_a_row_ > failures_in_a_row_max) {
        spdlog::critical("{}: failed {} times in a row; given up", name_, failures_in_a_row_);
        return false;
    }
    kernels::MakeScannerResult made = replace_scanner_();
    if (made.scanner == nullptr) {
        spdlog::critical("{}: cannot be restarted: {}; given up", name_, made.error);
        return false;
    }
    scanner_ = std::move(made.scanner);
    return true;
}

}  // namespace sluice::miner
