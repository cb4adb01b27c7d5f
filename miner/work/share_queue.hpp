#pragma once
/// Carries found shares from the device workers to the network thread. Bounded: shares beyond it
/// are dropped and counted, which only a far too low difficulty or a dead network thread can bring
/// about. Thread-safe.

#include "miner/work/mining_job.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace sluice::miner {

class ShareQueue {
public:
    /// Seconds of a thousand shares each: far above what any pool takes from one miner.
    static constexpr std::size_t shares_max = 4096;
    /// Blocks that find room behind a full queue.
    static constexpr std::size_t blocks_extra_max = 256;

    /// `on_first` is called by the pushing thread whenever the queue stops being empty. Set it
    /// before workers start.
    void set_wake(std::function<void()> on_first) { wake_ = std::move(on_first); }

    /// False: the queue was full and the share is lost.
    bool push(FoundShare share);

    /// Everything found since the last call, oldest first.
    [[nodiscard]] std::vector<FoundShare> take_all();

private:
    std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<FoundShare> shares_;
};

}  // namespace sluice::miner
