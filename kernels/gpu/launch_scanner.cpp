#include "kernels/gpu/launch_scanner.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sluice::kernels {
namespace {

/// Whether the top 32 bits are equal: a device may compare these alone (LaunchResult).
bool is_tie(const HashBytes& hash, const HashBytes& target) {
    return std::equal(hash.end() - 4, hash.end(), target.end() - 4);
}

}  // namespace

LaunchScanner::LaunchScanner(const Algorithm& algorithm, std::unique_ptr<LaunchEngine> engine)
    : algorithm_(algorithm),
      engine_(std::move(engine)),
      sizer_(engine_->limits()),
      pieces_(engine_->limits().pieces) {
    assert(engine_->limits().hashes_max > 0 && engine_->limits().nonce_step > 0 && pieces_ > 0);
}

void LaunchScanner::enqueue(const Work& work, NonceRange range, StopToken stop) {
    assert(scans_.size() < depth());
    assert(range.first <= algorithm_.family.nonce_max() &&
           (range.count == 0 || range.count - 1 <= algorithm_.family.nonce_max() - range.first));
    scans_.push_back({.work = work,
                      .range = range,
                      .stop = stop,
                      .versions = versions_of(algorithm_, work),
                      .place = scans_enqueued_++ % LaunchEngine::places,
                      .result = {}});
    engine_->prepare(scans_.back().place, work, scans_.back().versions);
    fill_slots();
}

ScanResult LaunchScanner::collect(const HitNotice& on_hit) {
    assert(!scans_.empty());
    Scan& scan = scans_.front();
    fill_slots();
    while (scan.launches_in_flight != 0) {
        finish_oldest_launch(on_hit);  // launches end in order: it is one of this scan
    }
    ScanResult result = std::move(scan.result);
    result.device_error = error_;
    scans_.pop_front();
    return result;
}

void LaunchScanner::fill_slots() {
    for (Scan& scan : scans_) {
        while (error_.empty() && launches_.size() < LaunchEngine::slots &&
               scan.nonces_launched < scan.range.count && !scan.stop.stop_requested()) {
            launch_next(scan);
        }
        if (launches_.size() == LaunchEngine::slots) {
            return;
        }
    }
}

void LaunchScanner::launch_next(Scan& scan) {
    if (scan.pieces_launched == 0) {
        const std::uint64_t left = scan.range.count - scan.nonces_launched;
        scan.started = {scan.range.first + scan.nonces_launched,
                        sizer_.next_nonces(left, scan.versions.size())};
    }
    const PieceRange pieces = sizer_.next_pieces(scan.pieces_launched);
    const std::size_t slot = launches_made_++ % LaunchEngine::slots;
    engine_->launch(slot, scan.place, scan.started, pieces);
    launches_.push_back({&scan, scan.started, pieces, slot});
    ++scan.launches_in_flight;
    scan.pieces_launched = pieces.end();
    if (scan.pieces_launched == pieces_) {
        scan.nonces_launched += scan.started.count;
        scan.pieces_launched = 0;
    }
}

void LaunchScanner::finish_oldest_launch(const HitNotice& on_hit) {
    const Launch launch = launches_.front();
    const LaunchResult launched = engine_->wait(launch.slot);
    launches_.pop_front();
    --launch.scan->launches_in_flight;
    if (!launched.error.empty()) {
        launch.scan->failed = true;
        error_ = error_.empty() ? launched.error : error_;
    } else if (!launch.scan->failed) {
        count(launch, launched);
    }
    fill_slots();  // before the hits are hashed again: the device must not wait for that
    add_hits(*launch.scan, launch.range, launched, on_hit);
}

void LaunchScanner::count(const Launch& launch, const LaunchResult& launched) {
    const std::uint64_t hashes = launch.range.count * launch.scan->versions.size();
    sizer_.measured(hashes, launch.pieces.count, launched.busy);
    ScanResult& result = launch.scan->result;
    result.device_busy += launched.busy;
    result.device_idle += launched.idle;
    if (launch.pieces.end() == pieces_) {
        result.nonces_done += launch.range.count;
        result.hashes_done += hashes;
    }
}

void LaunchScanner::add_hits(Scan& scan, const NonceRange& range, const LaunchResult& launched,
                             const HitNotice& on_hit) {
    ScanResult& result = scan.result;
    const bool is_sound = launched.error.empty();
    result.overflowed = result.overflowed || launched.overflowed;
    for (const auto& [nonce, version_index] : launched.candidates) {
        if (nonce - range.first >= range.count || version_index >= scan.versions.size()) {
            result.hardware_errors += is_sound ? 1 : 0;
            continue;
        }
        const std::uint32_t version = scan.versions[version_index];
        const Hit hit = {nonce, version, reference_hash(algorithm_, scan.work, version, nonce)};
        if (!meets_target(hit.hash, scan.work.target)) {
            result.hardware_errors += is_sound && !is_tie(hit.hash, scan.work.target) ? 1 : 0;
        } else if (result.hits.size() < hits_max) {
            result.hits.push_back(hit);
            on_hit(hit);
        } else {
            result.overflowed = true;
            return;
        }
    }
}

}  // namespace sluice::kernels
