#pragma once
/// What a scan takes and gives: the header to hash, the nonces to try, when to stop, and the hits.
/// Plain values without behaviour; any thread may copy or read them. StopToken alone looks at
/// shared state, through an atomic. Byte places and sizes belong to the algorithm's
/// HeaderFamily (kernels/api/header_family.hpp).

#include "kernels/api/epoch.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::kernels {

/// A hash or a target in internal order: a 256-bit little-endian number, byte 31 most significant.
using HashBytes = std::array<std::uint8_t, 32>;

/// Bytes of the longest header that an algorithm may have; Bitcoin-like ones have 80.
inline constexpr std::size_t header_size_max = 128;

/// Version-rolled headers in one work item: the 16 bits of BIP320 give more than any device uses.
inline constexpr std::size_t versions_max = 16;

/// Of these, as many as a work item has where a device's launch shape asks for no other number.
inline constexpr std::uint32_t versions_usual = 8;

/// Hits that one scan returns. A pool's share target yields a handful per scan; only a toy target
/// yields more, and then `ScanResult::overflowed` says so. Bounds memory, on a GPU its hit buffer.
inline constexpr std::size_t hits_max = 1024;

/// One header to hash, under one target. The nonce bytes of `header` are ignored.
struct Work {
    /// The first `HeaderFamily::size` bytes count.
    std::array<std::uint8_t, header_size_max> header{};
    /// Header versions (numbers, not bytes); every one of them is hashed with every nonce.
    std::array<std::uint32_t, versions_max> versions{};
    /// How many of `versions` count, at most versions_max; 0 hashes the header's own version, and
    /// is the only number for a family without versions.
    std::uint32_t version_count = 0;
    /// A hash is a hit when it is <= target, exactly; any target is honoured.
    HashBytes target{};
    /// Of the header's epoch; null where the algorithm has no epochs.
    SharedEpochState state{};

    bool operator==(const Work&) const = default;
};

/// The nonces first, first + 1, ... first + count - 1. For 32-bit nonces first + count <= 2^32.
struct NonceRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0;

    bool operator==(const NonceRange&) const = default;
};

/// Stops a scan whose work is out of date. The owner of the work bumps an epoch counter when newer
/// work replaces it; a scan of an older epoch stops within about a millisecond on a CPU.
struct StopToken {
    const std::atomic<std::uint64_t>* epoch = nullptr;  ///< null: never stop
    std::uint64_t expected = 0;                         ///< the epoch that the scan belongs to

    [[nodiscard]] bool stop_requested() const noexcept {
        return epoch != nullptr && epoch->load(std::memory_order_relaxed) != expected;
    }
};

/// A nonce and version whose hash is <= the target. `hash` is recomputed by the reference.
struct Hit {
    std::uint64_t nonce = 0;
    std::uint32_t version = 0;
    HashBytes hash{};

    bool operator==(const Hit&) const = default;
};

/// What one scan found. Hits come in no particular order.
struct ScanResult {
    std::vector<Hit> hits;  ///< at most hits_max
    /// Length of the prefix of the range that was scanned completely, with every version. A stopped
    /// scan hashed nothing behind it; only hits of one that failed may lie there.
    std::uint64_t nonces_done = 0;
    std::uint64_t hashes_done = 0;  ///< nonces_done times the number of versions
    bool overflowed = false;        ///< there were more than hits_max hits; the others are lost
    /// What the device called a hit and the reference does not: a sign of a failing GPU.
    std::uint64_t hardware_errors = 0;
    std::chrono::nanoseconds device_busy{};  ///< of a GPU; zero on a CPU
    std::chrono::nanoseconds device_idle{};  ///< a GPU's, between launches
    std::string device_error;  ///< empty, or why the device gave up; make a new scanner then
};

}  // namespace sluice::kernels
