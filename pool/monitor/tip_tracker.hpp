#pragma once
/// TipTracker: the hashrate of a whole network, estimated from when its chain grew: the work of the
/// newest blocks over the time they took. Not thread-safe; the Monitor guards it.

#include "pool/monitor/events.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace sluice::pool::monitor {

class TipTracker {
public:
    /// A job at a new height tells that the block below it arrived.
    void on_job(const PublishedJob& job);

    /// Hashes per second; 0 until two blocks came in.
    [[nodiscard]] double hashrate_hps() const;

private:
    static constexpr std::size_t tips_max = 32;  // relative error about 1/sqrt(tips)

    struct Tip {
        std::int64_t height = 0;  ///< of the block to be mined on it
        std::int64_t time_ms = 0;
        double difficulty = 0;  ///< of that block
    };
    std::deque<Tip> tips_;
};

}  // namespace sluice::pool::monitor
