#pragma once
/// The Prometheus text of the pool (exposition format 0.0.4): the same numbers as the API, named
/// and with units after Prometheus's conventions. No label grows with the number of workers.
/// PoolHistograms is thread-safe (prometheus-cpp's own locks).

#include "pool/monitor/snapshot.hpp"

#include <prometheus/histogram.h>

#include <string>

namespace sluice::pool::monitor {

struct PoolHistograms {
    prometheus::Histogram job_broadcast_seconds{
        {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0}};
};

[[nodiscard]] std::string metrics_text(const Status& status, const PoolHistograms& histograms);

}  // namespace sluice::pool::monitor
