// DATUM Gateway (datum_stratum.c): counts shares since the last change. On a share, from 8 on and
// after a second: eight times too fast jumps at once, by at least 4, to the power of two that the
// rate asks for; half as fast as wanted halves; from 16 on, twice as fast doubles. Before each job
// (40 s) the same without the jump, and a minute without a share halves. Times in whole
// milliseconds. Without: minima by firmware; 1 is the least.

#include "lab/shares/share_controller.hpp"

#include <algorithm>
#include <cstdint>

namespace sluice::lab {
namespace {

constexpr std::int64_t quick_shares = 8;
constexpr std::int64_t quick_factor = 8;
constexpr std::int64_t double_shares = 16;
constexpr std::int64_t quiet_ms = 60'000;
constexpr std::int64_t evidence_ms = 1000;

class Datum final : public ShareController {
public:
    explicit Datum(const ShareControllerStart& start)
        : difficulty_(std::max(1.0, power_of_two_below(start.difficulty))),
          target_ms_(static_cast<std::int64_t>(60'000 / start.shares_per_minute)) {}

    [[nodiscard]] double difficulty() const override { return difficulty_; }

    void on_share(double now_s) override {
        ++shares_;
        if (shares_ >= quick_shares) {
            look(now_s, true);
        }
    }

    void on_timer(double now_s) override { look(now_s, false); }

private:
    void look(double now_s, bool may_jump) {
        const auto elapsed_ms = static_cast<std::int64_t>(1000 * (now_s - since_s_));
        if (shares_ == 0) {
            if (elapsed_ms > quiet_ms) {
                set(difficulty_ / 2, now_s);
            }
            return;
        }
        if (elapsed_ms < evidence_ms) {
            return;
        }
        const std::int64_t share_ms = std::max<std::int64_t>(1, elapsed_ms / shares_);
        if (may_jump && share_ms < target_ms_ / quick_factor) {
            const double factor = static_cast<double>(target_ms_ / share_ms);
            set(std::max(4 * difficulty_, power_of_two_below(factor * difficulty_)), now_s);
        } else if (share_ms > 2 * target_ms_) {
            set(difficulty_ / 2, now_s);
        } else if (shares_ >= double_shares && share_ms < target_ms_ / 2) {
            set(difficulty_ * 2, now_s);
        }
    }

    void set(double difficulty, double now_s) {
        difficulty_ = std::max(1.0, difficulty);
        shares_ = 0;
        since_s_ = now_s;
    }

    double difficulty_;
    std::int64_t target_ms_;
    std::int64_t shares_ = 0;
    double since_s_ = 0;
};

}  // namespace

std::unique_ptr<ShareController> make_datum(const ShareControllerStart& start) {
    return std::make_unique<Datum>(start);
}

}  // namespace sluice::lab
