// ckpool (stratifier.c): a moving average of the difficulty per second with a time constant of
// 300 s, corrected for its start. Looked at when a share comes and 72 shares or 240 s have passed
// since the last change; nothing happens in silence. Within half and four thirds of the wanted rate
// the difficulty stays. A first share after a long absence does not lower it. Without: a miner's
// own minimum, changes that wait for the next job.

#include "lab/shares/share_controller.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::lab {
namespace {

constexpr double average_s = 300;
constexpr double look_s = 240;
constexpr double gap_s_min = 0.001;

class Ckpool final : public ShareController {
public:
    explicit Ckpool(const ShareControllerStart& start)
        : difficulty_(std::max(1.0, std::round(start.difficulty))),
          shares_per_s_(start.shares_per_minute / 60) {}

    [[nodiscard]] double difficulty() const override { return difficulty_; }

    void on_share(double now_s) override {
        if (!seen_share_) {
            seen_share_ = true;
            first_share_s_ = last_share_s_ = last_change_s_ = now_s;
        }
        shares_since_change_ += 1;
        average(std::max(gap_s_min, now_s - last_share_s_));
        last_share_s_ = now_s;
        if (shares_since_change_ >= look_s * shares_per_s_ || now_s - last_change_s_ >= look_s) {
            look(now_s);
        }
    }

    void on_timer(double) override {}

private:
    void average(double gap_s) {
        const double weight = 1 - std::exp(-gap_s / average_s);
        rate_ = (rate_ + difficulty_ / gap_s * weight) / (1 + weight);
    }

    void look(double now_s) {
        const double age_s = std::max(gap_s_min, now_s - first_share_s_);
        const double rate = rate_ / (1 - std::exp(-age_s / average_s));
        const double ratio = rate / difficulty_ / shares_per_s_;
        if (ratio > 0.5 && ratio < 4.0 / 3) {
            return;
        }
        const double wanted = std::max(1.0, std::round(rate / shares_per_s_));
        if (wanted == difficulty_) {
            return;
        }
        const bool first_after_absence = shares_since_change_ == 1;
        last_change_s_ = now_s;
        if (wanted < difficulty_ && first_after_absence) {
            return;
        }
        shares_since_change_ = 0;
        difficulty_ = wanted;
    }

    double difficulty_;
    double shares_per_s_;
    double rate_ = 0;  ///< difficulty per second
    double first_share_s_ = 0;
    double last_share_s_ = 0;
    double last_change_s_ = 0;
    bool seen_share_ = false;
    double shares_since_change_ = 0;
};

}  // namespace

std::unique_ptr<ShareController> make_ckpool(const ShareControllerStart& start) {
    return std::make_unique<Ckpool>(start);
}

}  // namespace sluice::lab
