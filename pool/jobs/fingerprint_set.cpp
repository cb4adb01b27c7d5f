#include "pool/jobs/fingerprint_set.hpp"

#include <algorithm>
#include <utility>

namespace sluice::pool {
namespace {

constexpr std::size_t slots_min = 16;

}  // namespace

FingerprintSet::Insert FingerprintSet::insert(std::uint64_t fingerprint, std::size_t size_max) {
    if (fingerprint == 0) {
        fingerprint = ~fingerprint;  // 0 marks a free slot
    }
    if (slots_.empty()) {
        grow();
    }
    std::size_t slot = slot_of(fingerprint);
    if (slots_[slot] == fingerprint) {
        return Insert::duplicate;
    }
    if (size_ >= size_max) {
        return Insert::full;
    }
    if ((size_ + 1) * 4 > slots_.size() * 3) {
        grow();
        slot = slot_of(fingerprint);
    }
    slots_[slot] = fingerprint;
    ++size_;
    return Insert::added;
}

std::size_t FingerprintSet::slot_of(std::uint64_t fingerprint) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = fingerprint & mask;
    while (slots_[at] != 0 && slots_[at] != fingerprint) {
        at = (at + 1) & mask;
    }
    return at;
}

void FingerprintSet::grow() {
    const std::size_t slots = std::max(slots_min, slots_.size() * 2);
    const auto old = std::exchange(slots_, std::vector<std::uint64_t>(slots));
    for (const std::uint64_t fingerprint : old) {
        if (fingerprint != 0) {
            slots_[slot_of(fingerprint)] = fingerprint;
        }
    }
}

}  // namespace sluice::pool
