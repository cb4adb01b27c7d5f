#pragma once
/// ClockReading: one instant on both clocks. Sessions never read a clock; they are given moments,
/// so that tests run on a virtual one. Regular value.

#include <chrono>
#include <cstdint>

namespace sluice::pool {

struct ClockReading {
    std::chrono::steady_clock::time_point steady;  ///< for deadlines and rates
    std::int64_t unix_ms = 0;                      ///< for the ledger and for ntime

    [[nodiscard]] std::uint32_t unix_s() const noexcept {
        return static_cast<std::uint32_t>(unix_ms / 1000);
    }
};

[[nodiscard]] inline ClockReading now() {
    using namespace std::chrono;
    return {steady_clock::now(),
            duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace sluice::pool
