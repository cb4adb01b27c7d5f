#include "kernels/cpu/cpu_scanner.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

namespace sluice::kernels {

CpuScanner::CpuScanner(const Algorithm& algorithm, const CpuKernel& kernel)
    : algorithm_(algorithm), chunk_hashes_(kernel.chunk_hashes), chunk_scanner_(kernel.make()) {
    assert(chunk_hashes_ >= versions_max && chunk_hashes_ <= chunk_hashes_max);
}

void CpuScanner::enqueue(const Work& work, NonceRange range, StopToken stop) {
    assert(!pending_);
    assert(range.first <= algorithm_.family.nonce_max() &&
           (range.count == 0 || range.count - 1 <= algorithm_.family.nonce_max() - range.first));
    pending_ = {work, range, stop};
}

ScanResult CpuScanner::collect(const HitNotice& on_hit) {
    assert(pending_);
    const auto [work, range, stop] = *pending_;
    pending_.reset();

    const auto versions = versions_of(algorithm_, work);
    // A power of two fills the last vector of a chunk.
    const std::uint64_t chunk_nonces_max = std::bit_floor(chunk_hashes_ / versions.size());
    chunk_scanner_->prepare(work, versions);
    ScanResult result;
    while (result.nonces_done < range.count && !stop.stop_requested()) {
        const std::uint64_t first = range.first + result.nonces_done;
        const std::uint64_t count = std::min(chunk_nonces_max, range.count - result.nonces_done);
        candidates_.clear();
        chunk_scanner_->scan_chunk(first, static_cast<std::uint32_t>(count), candidates_);
        add_hits(work, versions, first, on_hit, result);
        result.nonces_done += count;
    }
    result.hashes_done = result.nonces_done * versions.size();
    return result;
}

void CpuScanner::add_hits(const Work& work, std::span<const std::uint32_t> versions,
                          std::uint64_t first, const HitNotice& on_hit, ScanResult& result) const {
    for (const auto& [nonce_offset, version_index] : candidates_.view()) {
        const std::uint64_t nonce = first + nonce_offset;
        const std::uint32_t version = versions[version_index];
        const Hit hit = {nonce, version, reference_hash(algorithm_, work, version, nonce)};
        if (!meets_target(hit.hash, work.target)) {
            continue;
        }
        if (result.hits.size() == hits_max) {
            result.overflowed = true;
            return;
        }
        result.hits.push_back(hit);
        on_hit(hit);
    }
}

}  // namespace sluice::kernels
