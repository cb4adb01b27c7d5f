// Our own controller, the very one that the pool runs.

#include "difficulty/shares/vardiff.hpp"
#include "lab/shares/share_controller.hpp"

namespace sluice::lab {
namespace {

class Sluice final : public ShareController {
public:
    explicit Sluice(const ShareControllerStart& start)
        : options_{.share_interval_s = 60 / start.shares_per_minute, .max = {0x1p40}},
          vardiff_(options_, {start.difficulty}, {}) {}

    [[nodiscard]] double difficulty() const override { return vardiff_.current().value; }
    void on_share(double now_s) override {
        (void)vardiff_.on_share(options_, vardiff_.current(), at(now_s));
    }
    void on_timer(double now_s) override { (void)vardiff_.on_idle(options_, at(now_s)); }

private:
    static difficulty::Vardiff::TimePoint at(double now_s) {
        return difficulty::Vardiff::TimePoint{
            std::chrono::duration_cast<difficulty::Vardiff::TimePoint::duration>(
                std::chrono::duration<double>(now_s))};
    }

    difficulty::VardiffOptions options_;
    difficulty::Vardiff vardiff_;
};

}  // namespace

std::unique_ptr<ShareController> make_sluice(const ShareControllerStart& start) {
    return std::make_unique<Sluice>(start);
}

}  // namespace sluice::lab
