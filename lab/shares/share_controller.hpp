#pragma once
/// Share difficulty controllers of pools, side by side: ours (difficulty/shares/vardiff.hpp) and
/// models of others written after the behaviour of their public sources, not after their code. Each
/// model says in its file which of the pool's settings and special cases it has. Time is passed in,
/// in seconds. Not thread-safe.

#include <memory>
#include <span>
#include <string_view>

namespace sluice::lab {

class ShareController {
public:
    ShareController() = default;
    ShareController(const ShareController&) = delete;
    ShareController& operator=(const ShareController&) = delete;
    virtual ~ShareController() = default;

    /// In force now.
    [[nodiscard]] virtual double difficulty() const = 0;
    /// An accepted share, credited at the difficulty in force.
    virtual void on_share(double now_s) = 0;
    /// The pool's own clock; comes every ShareControllerRow::timer_s.
    virtual void on_timer(double now_s) = 0;
};

/// A miner that connects at time 0.
struct ShareControllerStart {
    double difficulty = 1;
    double shares_per_minute = 6;  ///< wanted
};

struct ShareControllerRow {
    std::string_view name;
    std::string_view description;
    double shares_per_minute;  ///< by default
    double timer_s;            ///< between on_timer
    std::unique_ptr<ShareController> (*make)(const ShareControllerStart& start);
};

/// Ours first, then by name.
[[nodiscard]] std::span<const ShareControllerRow> share_controllers() noexcept;

// The rows' functions, each in the source file of its name.
[[nodiscard]] std::unique_ptr<ShareController> make_sluice(const ShareControllerStart& start);
[[nodiscard]] std::unique_ptr<ShareController> make_btcpool(const ShareControllerStart& start);
[[nodiscard]] std::unique_ptr<ShareController> make_ckpool(const ShareControllerStart& start);
[[nodiscard]] std::unique_ptr<ShareController> make_datum(const ShareControllerStart& start);
[[nodiscard]] std::unique_ptr<ShareController> make_miningcore(const ShareControllerStart& start);
[[nodiscard]] std::unique_ptr<ShareController> make_public_pool(const ShareControllerStart& start);

/// The greatest power of two that is not above `value` > 0.
[[nodiscard]] double power_of_two_below(double value) noexcept;

}  // namespace sluice::lab
