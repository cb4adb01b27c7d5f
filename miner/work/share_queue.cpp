#include "miner/work/share_queue.hpp"

#include <utility>

namespace sluice::miner {

bool ShareQueue::push(FoundShare share) {
    bool was_empty = false;
    {
        const std::lock_guard lock{mutex_};
        if (shares_.size() >= shares_max + (share.is_block ? blocks_extra_max : 0)) {
            return false;
        }
        was_empty = shares_.empty();
        shares_.push_back(std::move(share));
    }
    if (was_empty && wake_) {
        wake_();
    }
    return true;
}

std::vector<FoundShare> ShareQueue::take_all() {
    const std::lock_guard lock{mutex_};
    return std::exchange(shares_, {});
}

}  // namespace sluice::miner
