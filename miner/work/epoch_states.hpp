#pragma once
/// EpochStates keeps what algorithms with epochs hash headers over: made once for all devices, the
/// two latest epochs' at a time, because around a change of epoch jobs of both come. Thread-safe.

#include "kernels/api/algorithm.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <span>

namespace sluice::miner {

class EpochStates {
public:
    static constexpr std::size_t kept_max = 2;

    /// Null at once for an algorithm without epochs. The first caller of an epoch makes the state,
    /// which may take seconds; the others wait. One object serves one algorithm.
    [[nodiscard]] kernels::SharedEpochState state_of(const kernels::Algorithm& algorithm,
                                                     std::span<const std::uint8_t> header);

private:
    struct Kept {
        std::uint64_t epoch = 0;
        kernels::SharedEpochState state;
    };

    std::mutex mutex_;
    std::deque<Kept> kept_;  ///< the latest used is at the front
};

}  // namespace sluice::miner
