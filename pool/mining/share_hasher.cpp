#include "pool/mining/share_hasher.hpp"

#include <new>
#include <utility>

namespace sluice::pool {

void ShareHasher::add(const kernels::Algorithm& algorithm, const protocol::HeaderBytes& header,
                      Done done) {
    if (algorithm_ != &algorithm) {
        flush();
        hasher_ = kernels::make_batch_hasher(algorithm);
        algorithm_ = &algorithm;
    }
    if (waiting_.empty()) {
        schedule_();
    }
    waiting_.push_back({header, std::move(done)});
    if (waiting_.size() >= hasher_->lanes()) {
        flush();
    }
}

void ShareHasher::flush() {
    if (waiting_.empty()) {
        return;
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(waiting_.size() * sizeof(protocol::HeaderBytes));
    for (const Waiting& one : waiting_) {
        bytes.insert(bytes.end(), one.header.begin(), one.header.end());
    }
    std::vector<kernels::HashBytes> hashes(waiting_.size());
    hasher_->hash(bytes, hashes);
    const auto waiting = std::exchange(waiting_, {});  // none is lost where memory is short
    bool no_memory = false;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        try {
            waiting[i].done({hashes[i]});
        } catch (const std::bad_alloc&) {
            no_memory = true;  // those behind it are other sessions' shares
        }
    }
    if (no_memory) {
        throw std::bad_alloc();
    }
}

}  // namespace sluice::pool
