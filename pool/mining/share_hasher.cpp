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
    headers_.push_back(header);
    waiting_.push_back(std::move(done));
    if (waiting_.size() >= hasher_->lanes()) {
        flush();
    }
}

void ShareHasher::flush() {
    const auto headers = std::exchange(headers_, {});
    const auto waiting = std::exchange(waiting_, {});
    if (waiting.empty()) {
        return;
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(headers.size() * sizeof(protocol::HeaderBytes));
    for (const protocol::HeaderBytes& header : headers) {
        bytes.insert(bytes.end(), header.begin(), header.end());
    }
    std::vector<kernels::HashBytes> hashes(headers.size());
    hasher_->hash(bytes, hashes);
    bool no_memory = false;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        try {
            waiting[i]({hashes[i]});
        } catch (const std::bad_alloc&) {
            no_memory = true;  // those behind it are other sessions' shares
        }
    }
    if (no_memory) {
        throw std::bad_alloc();
    }
}

}  // namespace sluice::pool
