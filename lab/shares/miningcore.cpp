// miningcore (VarDiffManager): the mean of the last 10 gaps and the one just ended; 90 s after the
// last change, if that mean is off by more than 30 %, the difficulty follows it in full and the
// gaps are forgotten. A sweep every 30 s does the same for a miner silent for 90 s. Without: a
// limit on the size of a step, which is off by default.

#include "lab/shares/share_controller.hpp"

#include <cmath>
#include <deque>
#include <numeric>

namespace sluice::lab {
namespace {

constexpr std::size_t gaps_max = 10;
constexpr double retarget_s = 90;
constexpr double variance = 0.3;
constexpr double sweep_margin_s = 1;

class Miningcore final : public ShareController {
public:
    explicit Miningcore(const ShareControllerStart& start)
        : difficulty_(start.difficulty), interval_s_(60 / start.shares_per_minute) {}

    [[nodiscard]] double difficulty() const override { return difficulty_; }

    void on_share(double now_s) override {
        if (!seen_share_) {
            seen_share_ = true;
            last_s_ = last_retarget_s_ = now_s;
            return;
        }
        const double gap_s = now_s - last_s_;
        const double mean_s = mean_with(gap_s);
        gaps_.push_back(gap_s);
        if (gaps_.size() > gaps_max) {
            gaps_.pop_front();
        }
        last_s_ = now_s;
        const bool close = std::abs(mean_s / interval_s_ - 1) <= variance;
        if (now_s - last_retarget_s_ >= retarget_s && !close) {
            follow(mean_s, now_s);
        }
    }

    void on_timer(double now_s) override {
        const double gap_s = now_s - last_s_;
        if (gap_s + sweep_margin_s < retarget_s) {
            return;
        }
        last_s_ = now_s;
        seen_share_ = true;
        follow(mean_with(gap_s), now_s);
    }

private:
    [[nodiscard]] double mean_with(double gap_s) const {
        const double sum = std::accumulate(gaps_.begin(), gaps_.end(), gap_s);
        return sum / static_cast<double>(gaps_.size() + 1);
    }

    void follow(double mean_s, double now_s) {
        if (mean_s > 0) {
            difficulty_ *= interval_s_ / mean_s;
            last_retarget_s_ = now_s;
            gaps_.clear();
        }
    }

    double difficulty_;
    double interval_s_;
    std::deque<double> gaps_;
    double last_s_ = 0;
    double last_retarget_s_ = 0;
    bool seen_share_ = false;
};

}  // namespace

std::unique_ptr<ShareController> make_miningcore(const ShareControllerStart& start) {
    return std::make_unique<Miningcore>(start);
}

}  // namespace sluice::lab
