#include "kernels/api/epoch_states.hpp"

#include <algorithm>

namespace sluice::kernels {

SharedEpochState EpochStates::of(std::span<const std::uint8_t> header) {
    if (algorithm_.epochs == nullptr) {
        return nullptr;
    }
    const std::uint64_t epoch = algorithm_.epochs->epoch_of(header.first(algorithm_.family.size));
    const std::lock_guard lock{mutex_};
    const auto known = std::ranges::find(kept_, epoch, &Kept::epoch);
    if (known != kept_.end()) {
        std::rotate(kept_.begin(), known, known + 1);
    } else {
        if (kept_.size() == kept_max) {
            kept_.pop_back();  // before the new one is made: each may take gigabytes
        }
        kept_.push_front({epoch, algorithm_.epochs->prepare(epoch)});
    }
    return kept_.front().state;
}

}  // namespace sluice::kernels
