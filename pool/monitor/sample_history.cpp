#include "pool/monitor/sample_history.hpp"

#include <algorithm>
#include <limits>

namespace sluice::pool::monitor {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The newest sample not later than `time_ms`, or the oldest one.
const Sample& at_or_before(const std::deque<Sample>& series, std::int64_t time_ms) {
    const auto later = std::upper_bound(
        series.begin(), series.end(), time_ms,
        [](std::int64_t time, const Sample& sample) { return time < sample.sums.time_ms; });
    return later == series.begin() ? series.front() : *(later - 1);
}

}  // namespace

void SampleHistory::push(const Sample& sample) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
        const Resolution& resolution = resolutions[i];
        std::deque<Sample>& series = series_[i];
        const std::int64_t step_ms = std::int64_t{1000} * resolution.step_s;
        if (!series.empty() &&
            sample.sums.time_ms / step_ms == series.back().sums.time_ms / step_ms) {
            continue;
        }
        series.push_back(sample);
        // The oldest points shown still need their window behind them.
        const auto kept = static_cast<std::size_t>((resolution.reach_s + resolution.window_s) /
                                                   resolution.step_s);
        if (series.size() > kept) {
            series.pop_front();
        }
    }
}

HashrateEstimate SampleHistory::hashrate(int window_s) const {
    const std::deque<Sample>& finest = series_.front();
    if (finest.empty()) {
        return {.window_s = window_s};
    }
    const Sample& newest = finest.back();
    const std::int64_t from_ms = newest.sums.time_ms - std::int64_t{1000} * window_s;
    for (std::size_t i = 0; i < series_.size(); ++i) {
        if (window_s <= resolutions[i].reach_s) {
            return estimate_hashrate(at_or_before(series_[i], from_ms).sums, newest.sums, window_s);
        }
    }
    return estimate_hashrate(series_.back().front().sums, newest.sums, window_s);
}

void SampleHistory::append_point(History& view, const Sample& from, const Sample& to,
                                 double label_s) const {
    const HashrateEstimate rate = estimate_hashrate(from.sums, to.sums, view.hashrate_window_s);
    // A window hardly begun says nothing yet: leave a gap rather than a spike.
    const bool known = rate.observed_s >= view.hashrate_window_s / 3.0;
    const double per_min = known ? 60.0 / rate.observed_s : unknown;
    const double network_hps = pool_is_network_ ? rate.hashrate_hps : to.network_hashrate_hps;
    const bool network_known = pool_is_network_ ? known : network_hps > 0;

    view.time_s.push_back(label_s);
    view.hashrate_hps.push_back(known ? rate.hashrate_hps : unknown);
    view.hashrate_margin_hps.push_back(known ? rate.margin_hps : unknown);
    view.accepted_per_min.push_back(static_cast<double>(rate.shares) * per_min);
    view.rejected_per_min.push_back(static_cast<double>(to.rejected - from.rejected) * per_min);
    view.network_difficulty.push_back(to.network_difficulty > 0 ? to.network_difficulty : unknown);
    view.equilibrium_difficulty.push_back(
        network_known ? equilibrium_difficulty(network_hps, interval_target_s_) : unknown);
    view.sessions.push_back(static_cast<double>(to.sessions));
}

History SampleHistory::view(HistoryRange range, double since_s,
                            std::int64_t label_offset_ms) const {
    const auto index = static_cast<std::size_t>(range);
    const std::deque<Sample>& series = series_[index];
    const Resolution& resolution = resolutions[index];
    History view;
    view.step_s = resolution.step_s;
    view.hashrate_window_s = resolution.window_s;
    if (series.empty()) {
        return view;
    }
    const auto label_s = [&](const Sample& sample) {
        return static_cast<double>(sample.sums.time_ms + label_offset_ms) / 1000.0;
    };
    const double newest_s = label_s(series.back());
    const double reach_from_s = newest_s - resolution.reach_s;
    const double after_s = since_s > newest_s ? reach_from_s : std::max(since_s, reach_from_s);
    std::size_t base = 0;
    for (const Sample& sample : series) {
        const std::int64_t from_ms = sample.sums.time_ms - std::int64_t{1000} * resolution.window_s;
        while (base + 1 < series.size() && series[base + 1].sums.time_ms <= from_ms) {
            ++base;
        }
        if (label_s(sample) > after_s) {
            append_point(view, series[base], sample, label_s(sample));
        }
    }
    return view;
}

}  // namespace sluice::pool::monitor
