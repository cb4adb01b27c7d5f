#pragma once
/// EpochStates keeps what the headers of an algorithm with epochs are hashed over: made once for
/// all devices, the two latest epochs' at a time, because around a change of epoch work of both
/// comes. Thread-safe.

#include "kernels/api/algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>

namespace sluice::kernels {

class EpochStates {
public:
    static constexpr std::size_t kept_max = 2;

    /// `algorithm` outlives it.
    explicit EpochStates(const Algorithm& algorithm) : algorithm_(algorithm) {}

    /// The state that the header is hashed over; null at once for an algorithm without epochs. The
    /// first caller of an epoch makes the state, which may take seconds; the others wait.
    [[nodiscard]] SharedEpochState of(std::span<const std::uint8_t> header);

private:
    struct Kept {
        std::uint64_t epoch = 0;
        SharedEpochState state;
    };

    const Algorithm& algorithm_;
    std::mutex mutex_;
    std::deque<Kept> kept_;  ///< the latest used is at the front
};

}  // namespace sluice::kernels
