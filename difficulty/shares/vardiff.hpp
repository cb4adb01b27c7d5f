#pragma once
/// Vardiff: the share difficulty of one miner as an estimate of its hashrate. A Gamma-Poisson
/// estimator with exponential forgetting: `a` counts shares, `b` sums the exposure (seconds divided
/// by the difficulty then in force), the hashrate is a/b with a relative error of 1/sqrt(a). Both
/// are forgotten with time, and with shares where too low a difficulty lets them flood. The
/// difficulty moves only when it is wrong by more than that error explains. Since exposure is
/// divided by the difficulty, changes of difficulty cost no knowledge. Pure: time is passed in.
/// Regular value, small enough for one a session; not thread-safe.

#include "base/result.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace sluice::difficulty {

struct VardiffOptions {
    double share_interval_s = 10.0 / 3;  ///< wanted mean time between shares: 18 a minute
    double memory_s = 300;    ///< time constant of forgetting; bounds how stale an estimate may be
    double confidence = 2.5;  ///< standard errors that a correction must exceed
    double band = 0.2;        ///< smallest correction worth a message, as |ln(wanted / current)|
    protocol::Difficulty min{0x1p-20};
    protocol::Difficulty max{0x1p30};

    bool operator==(const VardiffOptions&) const = default;
};

/// Intervals, confidence and band positive and finite, 0 < min <= max; the error says which is not.
[[nodiscard]] Result<void, std::string> check_options(const VardiffOptions& options);

/// The nearest difficulty that people can read and that a miner's double holds exactly: a whole
/// number from 1 up, three significant bits (0.875, 0.75, 0.625, 0.5, ...) below.
[[nodiscard]] protocol::Difficulty clean_difficulty(protocol::Difficulty difficulty) noexcept;

/// The next such difficulty that is not above this one.
[[nodiscard]] protocol::Difficulty clean_difficulty_below(protocol::Difficulty difficulty) noexcept;

class Vardiff {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// A miner of which nothing is known but the difficulty that it starts with. `options` must be
    /// valid, here and below.
    Vardiff(const VardiffOptions& options, protocol::Difficulty start, TimePoint now) noexcept;

    /// The difficulty in force, always within [min, max].
    [[nodiscard]] protocol::Difficulty current() const noexcept { return difficulty_; }

    /// An accepted share and the difficulty that it was credited at (shares in flight across a
    /// change still carry the old one). Answers the new difficulty if it should change; it is then
    /// in force here, and the caller sends it.
    [[nodiscard]] std::optional<protocol::Difficulty> on_share(const VardiffOptions& options,
                                                               protocol::Difficulty credited,
                                                               TimePoint now) noexcept;

    /// Time passed without a share. Call every few share intervals, so that a miner that got slower
    /// or started too high is not left in silence.
    [[nodiscard]] std::optional<protocol::Difficulty> on_idle(const VardiffOptions& options,
                                                              TimePoint now) noexcept;

    /// Puts another difficulty in force (a miner's wish, an operator's); what was learnt is kept.
    void set_difficulty(const VardiffOptions& options, protocol::Difficulty difficulty) noexcept;

    /// Estimated hashrate in difficulty per second (times 2^32 / share unit: hashes per second); 0
    /// before anything is known.
    [[nodiscard]] double difficulty_per_second() const noexcept;

    bool operator==(const Vardiff&) const = default;

private:
    void observe(const VardiffOptions& options, double shares, protocol::Difficulty at,
                 TimePoint now) noexcept;
    [[nodiscard]] std::optional<protocol::Difficulty> decide(
        const VardiffOptions& options) noexcept;

    double shares_ = 0;    ///< a: discounted number of shares
    double exposure_ = 0;  ///< b: discounted sum of seconds / difficulty
    protocol::Difficulty difficulty_;
    TimePoint seen_until_;
};

}  // namespace sluice::difficulty
