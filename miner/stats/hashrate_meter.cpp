#include "miner/stats/hashrate_meter.hpp"

#include <algorithm>

namespace sluice::miner {

std::int64_t HashrateMeter::second_of(TimePoint now) const noexcept {
    return std::chrono::floor<std::chrono::seconds>(now - start_).count();
}

void HashrateMeter::add(TimePoint now, std::uint64_t hashes) noexcept {
    const std::int64_t second = std::max<std::int64_t>(0, second_of(now));
    Slot& slot = slots_[static_cast<std::size_t>(second) % slots_.size()];
    if (slot.second != second) {
        slot = {.second = second};
    }
    slot.hashes += hashes;
}

double HashrateMeter::per_second(TimePoint now, std::chrono::seconds window) const noexcept {
    const std::int64_t second = second_of(now);
    const std::int64_t oldest = second - std::min(window, window_max).count() + 1;
    std::uint64_t hashes = 0;
    for (const Slot& slot : slots_) {
        if (slot.second >= std::max<std::int64_t>(0, oldest) && slot.second <= second) {
            hashes += slot.hashes;
        }
    }
    const std::chrono::duration<double> covered =
        (now - start_) - std::chrono::seconds{std::max<std::int64_t>(0, oldest)};
    return covered.count() > 0 ? static_cast<double>(hashes) / covered.count() : 0;
}

}  // namespace sluice::miner
