// public-pool (StratumV1ClientStatistics): every 60 s, the difficulty of the last 31 shares over
// the time from the first to the last of them; if that asks for more than twice or less than half
// of the difficulty in force, the power of two below it. With fewer than 5 shares ever and 300 s
// after the start it divides by 6. Silence changes nothing else, since the time since the last
// share does not count.

#include "lab/shares/share_controller.hpp"

#include <algorithm>
#include <deque>

namespace sluice::lab {
namespace {

constexpr std::size_t shares_kept = 31;
constexpr std::size_t shares_min = 5;
constexpr double patience_s = 300;
constexpr double quiet_divisor = 6;
constexpr double difficulty_min = 0.001;

class PublicPool final : public ShareController {
public:
    explicit PublicPool(const ShareControllerStart& start)
        : difficulty_(start.difficulty), interval_s_(60 / start.shares_per_minute) {}

    [[nodiscard]] double difficulty() const override { return difficulty_; }

    void on_share(double now_s) override {
        shares_.push_back({now_s, difficulty_});
        if (shares_.size() > shares_kept) {
            shares_.pop_front();
        }
    }

    void on_timer(double now_s) override {
        if (shares_.size() < shares_min) {
            if (now_s > patience_s) {
                set(difficulty_ / quiet_divisor);
            }
            return;
        }
        const double span_s = shares_.back().time_s - shares_.front().time_s;
        double sum = 0;
        for (const Share& share : shares_) {
            sum += share.difficulty;
        }
        if (span_s <= 0) {
            return;
        }
        const double wanted = sum / span_s * interval_s_;
        if (wanted > 2 * difficulty_ || wanted < difficulty_ / 2) {
            set(wanted);
        }
    }

private:
    struct Share {
        double time_s = 0;
        double difficulty = 0;
    };

    void set(double wanted) { difficulty_ = std::max(difficulty_min, power_of_two_below(wanted)); }

    double difficulty_;
    double interval_s_;
    std::deque<Share> shares_;
};

}  // namespace

std::unique_ptr<ShareController> make_public_pool(const ShareControllerStart& start) {
    return std::make_unique<PublicPool>(start);
}

}  // namespace sluice::lab
