#pragma once
/// RefusalLog: tells the operator whom the Stratum port turned away, cut off or limited, and what
/// would help. Counts every case for the metrics; logs one warning a cause and minute, with the
/// count since the one before. Thread-safe.

#include "pool/base/clock_reading.hpp"
#include "pool/monitor/monitor.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool {

class RefusalLog {
public:
    static constexpr std::chrono::seconds interval{60};

    explicit RefusalLog(Monitor& monitor) : monitor_(monitor) {}

    /// `detail`: names what else is known, such as a worker; quoted by the caller where a peer
    /// chose it.
    void note(monitor::Refusal cause, std::string_view address, ClockReading at,
              std::string_view detail = {});

private:
    struct Line {
        std::uint64_t unsaid = 0;  ///< since the last warning
        std::optional<std::chrono::steady_clock::time_point> said_at;
    };

    Monitor& monitor_;
    std::mutex mutex_;
    std::array<Line, monitor::refusal_count> lines_;
};

/// What the operator is told about the cause, with the remedy where there is one.
[[nodiscard]] std::string_view explain(monitor::Refusal cause) noexcept;

}  // namespace sluice::pool
