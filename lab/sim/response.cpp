#include "lab/sim/response.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr double rise_part = 0.6321205588285577;  // 1 - 1/e, what one time constant covers

/// When the line from point `i` to the next crosses `level`, which lies between them.
double crossing_s(const Response& mean, std::size_t i, double level) {
    const double from = mean.points[i];
    const double to = mean.points[i + 1];
    const double part = to == from ? 0 : (level - from) / (to - from);
    return (static_cast<double>(i) + part) * mean.interval_s;
}

/// Time after which y stays within `band` of 1.
double settle_s(const Response& mean, double band) {
    std::size_t outside = mean.points.size();  // one above the last point outside
    while (outside > 0 && std::abs(mean.points[outside - 1] - 1) <= band) {
        --outside;
    }
    if (outside == mean.points.size()) {
        return not_measured;
    }
    if (outside == 0) {
        return 0;
    }
    const double edge = mean.points[outside - 1] > 1 ? 1 + band : 1 - band;
    return crossing_s(mean, outside - 1, edge);
}

}  // namespace

ResponseRecorder::ResponseRecorder(double step_s, double horizon_s, std::size_t points,
                                   double factor)
    : step_s_(step_s),
      factor_(factor),
      response_{horizon_s / static_cast<double>(points - 1), std::vector<double>(points)} {}

void ResponseRecorder::add(const FoundBlock& block) noexcept {
    const bool under_way = block.time_s - block.interval_s < step_s_;
    const double base = block.hashrate - block.switching_hashrate;
    const double hashrate = under_way ? base * factor_ + block.switching_hashrate : block.hashrate;
    last_ratio_ = block.difficulty / hashrate;
    while (filled_ < response_.points.size() &&
           step_s_ + static_cast<double>(filled_) * response_.interval_s <= block.time_s) {
        response_.points[filled_++] = last_ratio_;
    }
}

Response ResponseRecorder::take() {
    std::fill(response_.points.begin() + static_cast<std::ptrdiff_t>(filled_),
              response_.points.end(), last_ratio_);
    return std::move(response_);
}

Response mean_of(std::span<const Response> responses) {
    Response mean = responses.front();
    for (std::size_t i = 0; i < mean.points.size(); ++i) {
        double sum = 0;
        for (const Response& response : responses) {
            sum += response.points[i];
        }
        mean.points[i] = sum / static_cast<double>(responses.size());
    }
    return mean;
}

void measure_response(const Response& mean, RunMetrics& metrics) {
    const double start = mean.points.front();
    const double risen = start + rise_part * (1 - start);
    for (std::size_t i = 0; i + 1 < mean.points.size(); ++i) {
        if ((mean.points[i] < risen) != (mean.points[i + 1] < risen)) {
            metrics.rise_s = crossing_s(mean, i, risen);
            break;
        }
    }
    metrics.settle_10_s = settle_s(mean, 0.10);
    metrics.settle_2_s = settle_s(mean, 0.02);
    const auto [least, most] = std::ranges::minmax(mean.points);
    metrics.overshoot = std::max(0.0, start < 1 ? most - 1 : 1 - least);
}

}  // namespace sluice::lab::sim
