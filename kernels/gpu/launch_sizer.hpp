#pragma once
/// Sizes launches: as many hashes as the device does in the time that new work may wait, from what
/// the launches so far took. A value; not thread-safe.

#include "kernels/gpu/launch_engine.hpp"

#include <cstdint>

namespace sluice::kernels {

class LaunchSizer {
public:
    explicit LaunchSizer(const LaunchLimits& limits) noexcept;

    /// How many of the `left` nonces (not 0) of a scan to launch next, with `versions` hashes for
    /// each. What is left of a scan is divided evenly, so that none ends in a tiny launch.
    [[nodiscard]] std::uint64_t next_nonces(std::uint64_t left,
                                            std::uint64_t versions) const noexcept;

    /// Of a range's pieces those to launch next, when all before `first` are launched.
    [[nodiscard]] PieceRange next_pieces(std::uint32_t first) const noexcept;

    /// Nonces of a range where every range has the same number of hashes; else 1.
    [[nodiscard]] std::uint64_t fixed_nonces(std::uint64_t versions) const noexcept;

    /// Records that a launch of `hashes` hashes in `pieces` pieces took `busy`.
    void measured(std::uint64_t hashes, std::uint32_t pieces,
                  std::chrono::nanoseconds busy) noexcept;

private:
    LaunchLimits limits_;
    std::uint64_t hashes_;
    std::uint64_t pieces_;
};

}  // namespace sluice::kernels
