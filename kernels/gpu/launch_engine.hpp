#pragma once
/// One algorithm's kernel on one GPU, as LaunchScanner (launch_scanner.hpp) drives it: launches run
/// asynchronously in two slots, so that the device has the next one before the last one ends.
/// CUDA and OpenCL implement it. Belongs to one thread.

#include "kernels/api/work.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::kernels {

/// How large launches are.
struct LaunchLimits {
    std::uint64_t hashes_first = 0;  ///< before anything is measured
    std::uint64_t hashes_max = 0;    ///< above 0; a launch of several versions may have one nonce
    std::uint64_t nonce_step = 1;    ///< launches of a multiple of it leave no thread idle
    /// Above 1: ranges of hashes_max hashes are hashed together, in this number of pieces that take
    /// about equally long, and a launch does some of them. For hashes that each take long.
    std::uint32_t pieces = 1;
    /// Wanted time of a launch; new work waits for two at most. Zero: every
    /// launch has hashes_max, and all pieces.
    std::chrono::nanoseconds launch_time = std::chrono::milliseconds(4);

    /// Whether the time decides over pieces, and not over hashes.
    [[nodiscard]] bool have_fixed_hashes() const noexcept {
        return pieces > 1 || launch_time.count() == 0;
    }
};

/// What a launch does of its range, counted in LaunchLimits::pieces.
struct PieceRange {
    std::uint32_t first = 0;
    std::uint32_t count = 1;

    [[nodiscard]] std::uint32_t end() const noexcept { return first + count; }
    bool operator==(const PieceRange&) const = default;
};

/// A hash that the device takes for one <= the target.
struct LaunchCandidate {
    std::uint64_t nonce = 0;
    std::uint32_t version_index = 0;  ///< in the list given to prepare()

    bool operator==(const LaunchCandidate&) const = default;
};

/// What one launch gave.
struct LaunchResult {
    /// All hashes <= the target, in any order, and maybe some whose top 32 bits are the target's,
    /// but that are above it; at most hits_max of them. Of a launch that failed, what had reached
    /// the host: it may be few of them, or wrong.
    std::vector<LaunchCandidate> candidates;
    bool overflowed = false;          ///< there were more than hits_max
    std::chrono::nanoseconds busy{};  ///< from the end of the launch before it, if that was later
    std::chrono::nanoseconds idle{};  ///< between the end of the launch before it and its start
    std::string error;                ///< empty, or why the device failed
};

class LaunchEngine {
public:
    static constexpr std::size_t slots = 2;   ///< launches in flight
    static constexpr std::size_t places = 2;  ///< work items held

    LaunchEngine() = default;
    LaunchEngine(const LaunchEngine&) = delete;
    LaunchEngine& operator=(const LaunchEngine&) = delete;
    /// Waits for launches in flight.
    virtual ~LaunchEngine() = default;

    /// Constant for as long as the engine lives.
    [[nodiscard]] virtual LaunchLimits limits() const noexcept = 0;
    /// Memory held on the device.
    [[nodiscard]] virtual std::size_t scratch_bytes() const noexcept = 0;

    /// Sets what the launches of `place` hash; none of these is in flight. `versions` is what
    /// versions_of() gives for the work. An error shows in the result of the next launch.
    virtual void prepare(std::size_t place, const Work& work,
                         std::span<const std::uint32_t> versions) = 0;

    /// Starts to hash `range` with every version of `place`'s work and returns at once. The slot is
    /// free; slots are used in turn. The pieces of a range come in their order, without another
    /// range between, and the last brings the hits; but a range may be left unfinished. An error
    /// shows in the launch's result.
    virtual void launch(std::size_t slot, std::size_t place, NonceRange range,
                        PieceRange pieces) = 0;

    /// Blocks, without using the CPU, until the slot's launch has ended, and frees the slot.
    /// Launches are waited for in the order in which they were made.
    [[nodiscard]] virtual LaunchResult wait(std::size_t slot) = 0;
};

}  // namespace sluice::kernels
