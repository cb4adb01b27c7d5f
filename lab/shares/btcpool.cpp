// btcpool (DiffController): counts shares in slots of 10 s over a window of 900 s and looks at them
// whenever it sends a job. More than 1.4 times the expected number: doubles until it fits; less
// than 0.4 times, in a full window: halves until it fits. Before the window is full, a miner with
// at most a share a minute is halved. Without: the larger share counts that it wants of large
// miners.

#include "lab/shares/share_controller.hpp"

#include <cmath>
#include <deque>

namespace sluice::lab {
namespace {

constexpr double window_s = 900;
constexpr double slot_s = 10;
constexpr double fast = 1.4;
constexpr double slow = 0.4;
constexpr double quiet_s = 60;

class Btcpool final : public ShareController {
public:
    explicit Btcpool(const ShareControllerStart& start)
        : difficulty_(power_of_two_below(start.difficulty)),
          expected_(std::round(window_s * start.shares_per_minute / 60)) {}

    [[nodiscard]] double difficulty() const override { return difficulty_; }

    void on_share(double now_s) override {
        const auto slot = static_cast<long>(now_s / slot_s);
        if (slots_.empty() || slots_.back().number != slot) {
            slots_.push_back({slot, 0});
        }
        slots_.back().shares += 1;
    }

    void on_timer(double now_s) override {
        forget(now_s);
        const bool full = now_s >= window_s;
        if (!full && now_s >= quiet_s && shares() <= std::floor(now_s / quiet_s)) {
            change_by(0.5);
        } else if (shares() > fast * expected_) {
            while (shares() > expected_) {
                change_by(2);
            }
        } else if (full) {
            while (difficulty_ > difficulty_min && shares() < slow * expected_) {
                change_by(0.5);
                if (shares() == 0) {
                    break;
                }
            }
        }
    }

private:
    static constexpr double difficulty_min = 0x1p-20;

    /// Shares of one slot, as they would have been at the difficulty now in force.
    struct Slot {
        long number = 0;
        double shares = 0;
    };

    void forget(double now_s) {
        const auto oldest = static_cast<long>((now_s - window_s) / slot_s);
        while (!slots_.empty() && slots_.front().number <= oldest) {
            slots_.pop_front();
        }
    }

    [[nodiscard]] double shares() const {
        double sum = 0;
        for (const Slot& slot : slots_) {
            sum += slot.shares;
        }
        return sum;
    }

    void change_by(double factor) {
        difficulty_ *= factor;
        for (Slot& slot : slots_) {
            slot.shares /= factor;
        }
    }

    double difficulty_;
    double expected_;  ///< shares of a window
    std::deque<Slot> slots_;
};

}  // namespace

std::unique_ptr<ShareController> make_btcpool(const ShareControllerStart& start) {
    return std::make_unique<Btcpool>(start);
}

}  // namespace sluice::lab
