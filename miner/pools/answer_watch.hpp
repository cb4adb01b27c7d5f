#pragma once
/// Judges a pool by its answers to submits. One that sends work and never answers, or that rejects
/// everything, looks well on the wire and pays nothing. Pure: time comes in. Not thread-safe.

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace sluice::miner {

struct AnswerLimits {
    /// Time without an answer to any submit that is worth a warning, and that makes a failed pool.
    /// The slowest pool answers within seconds.
    std::chrono::seconds silence_warning{30};
    std::chrono::seconds silence_max{60};
    /// Rejects in a row, over at least this time, that are no accident: shares of one ended block
    /// come within seconds.
    std::uint64_t rejects_max = 10;
    std::chrono::seconds rejects_time_min{60};
};

class AnswerWatch {
public:
    /// Different reasons that a summary counts, and bytes that it shows of each.
    static constexpr std::size_t reasons_max = 4;
    static constexpr std::size_t reason_size_max = 64;

    explicit AnswerWatch(const AnswerLimits& limits)
        : limits_(limits), next_summary_(limits.rejects_max) {}

    void submitted(TimePoint now);
    /// `outstanding`: other submits still have no answer.
    void accepted(TimePoint now, bool outstanding);
    void rejected(const std::string& reason, TimePoint now, bool outstanding);
    /// An answer that says nothing about the pool.
    void answered(TimePoint now, bool outstanding);
    /// Every submit was given up, or the connection has ended: no answer is due.
    void nothing_due() noexcept;

    /// Silence long enough for a warning, once a silence.
    [[nodiscard]] bool silence_to_warn_of(TimePoint now);
    [[nodiscard]] bool silent_too_long(TimePoint now) const;
    /// The last answer, or the oldest submit that has waited for one; none: no answer is due.
    [[nodiscard]] std::optional<TimePoint> silent_since() const noexcept { return silent_since_; }

    /// What a pool that rejects everything says, with its reasons counted; again whenever the
    /// rejects have doubled. Empty: there is nothing new.
    [[nodiscard]] std::string all_rejected();
    /// Another trial for the pool.
    void forget_rejects();

private:
    AnswerLimits limits_;
    std::optional<TimePoint> silent_since_;
    bool warned_ = false;  ///< of this silence

    std::uint64_t rejects_ = 0;  ///< in a row
    std::uint64_t next_summary_;
    TimePoint first_reject_;
    TimePoint last_reject_;
    std::map<std::string, std::uint64_t> reasons_;
    std::uint64_t other_reasons_ = 0;
};

}  // namespace sluice::miner
