#pragma once
/// SampleHistory: bounded time series of running sums, in three resolutions. Because a sample holds
/// sums since the start, a coarser series is every nth sample of the finer one, and the rate over
/// any window is a difference of two samples. Times are on the steady clock; only what is shown is
/// moved to the wall clock. Not thread-safe; the Monitor guards it.
///
/// | range      | step | kept     | a point looks back |
/// |------------|-----:|---------:|-------------------:|
/// | minutes_15 |  1 s |   15 min |               30 s |
/// | hours_3    | 10 s |      3 h |              2 min |
/// | days_2     | 60 s |      2 d |             10 min |

#include "pool/monitor/hashrate.hpp"
#include "pool/monitor/snapshot.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace sluice::pool::monitor {

struct Sample {
    HashSums sums;
    std::uint64_t rejected = 0;
    double network_difficulty = 0;
    double network_hashrate_hps = 0;  ///< as observed on the chain; unused when the pool is it
    std::int64_t sessions = 0;
};

class SampleHistory {
public:
    SampleHistory(double block_interval_target_s, bool pool_is_network)
        : interval_target_s_(block_interval_target_s), pool_is_network_(pool_is_network) {}

    /// Of the points to come.
    void set_interval_target(double seconds) noexcept { interval_target_s_ = seconds; }

    void push(const Sample& sample);

    /// Over the last `window_s` up to the newest sample, or less while the history is shorter.
    [[nodiscard]] HashrateEstimate hashrate(int window_s) const;

    /// `label_offset_ms` leads from a sample's time to the wall clock. See Monitor::history.
    [[nodiscard]] History view(HistoryRange range, double since_s,
                               std::int64_t label_offset_ms) const;

private:
    struct Resolution {
        int step_s;
        int reach_s;
        int window_s;
    };
    static constexpr std::array<Resolution, 3> resolutions{{
        {1, 15 * 60, 30},
        {10, 3 * 3600, 120},
        {60, 48 * 3600, 600},
    }};

    void append_point(History& view, const Sample& from, const Sample& to, double label_s) const;

    double interval_target_s_;
    bool pool_is_network_;
    std::array<std::deque<Sample>, resolutions.size()> series_;
};

}  // namespace sluice::pool::monitor
