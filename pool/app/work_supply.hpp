#pragma once
/// WorkSupply: whether the work that miners have may still count. It may while the source answers
/// and a job stands on its newest template; without that for too long the pool has to withdraw it,
/// since nobody can say whether the tip is still the tip. Not thread-safe; it has no clock.

#include <chrono>
#include <optional>
#include <string>

namespace sluice::pool {

class WorkSupply {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// `withdraw_after` 0: never. `at`: the start, when no source has answered yet.
    WorkSupply(std::chrono::seconds withdraw_after, TimePoint at);

    /// Whether the source answers, as often as that is known; `detail` is why not.
    void source(bool connected, const std::string& detail, TimePoint at);
    void job_made(TimePoint at);
    /// The newest template gave no job, so miners are left with an older one.
    void job_failed(std::string problem, TimePoint at);

    /// Why no work comes; empty while it does.
    [[nodiscard]] const std::string& problem() const noexcept;
    [[nodiscard]] bool is_withdrawn(TimePoint at) const noexcept;

private:
    void note(TimePoint at);

    const std::chrono::seconds withdraw_after_;
    bool connected_ = false;
    std::string source_problem_;
    std::string job_problem_;
    std::optional<TimePoint> troubled_since_;
};

}  // namespace sluice::pool
