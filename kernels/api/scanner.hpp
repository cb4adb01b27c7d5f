#pragma once
/// A scanner hashes ranges of nonces on one device, for one worker thread. Scans are queued, so
/// that a device with a launch queue always has the next range before the last one ends. Not
/// thread-safe: one thread enqueues and collects; only the StopToken's epoch is changed from
/// outside.

#include "kernels/api/work.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace sluice::kernels {

using HitNotice = std::function<void(const Hit&)>;

class Scanner {
public:
    Scanner() = default;
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;
    virtual ~Scanner() = default;

    /// Scans that may be in flight, enqueued and not yet collected: 1 on a CPU, 2 on a GPU.
    [[nodiscard]] virtual std::size_t depth() const noexcept = 0;

    /// Scratch memory that the scanner holds, on its device, for as long as it lives.
    [[nodiscard]] virtual std::size_t scratch_bytes() const noexcept { return 0; }

    /// Nonces, each hashed with `versions` headers, that fill a launch: ranges of a multiple of
    /// them leave no part of the device idle. 1: any range does.
    [[nodiscard]] virtual std::uint64_t launch_nonces(std::uint64_t /*versions*/) const noexcept {
        return 1;
    }

    /// Queues a scan of `range`; at most depth() may be in flight. A device may start it at once.
    virtual void enqueue(const Work& work, NonceRange range, StopToken stop) = 0;

    /// The result of the oldest scan in flight; blocks until it has ended or was stopped.
    /// At least one scan must be in flight. `on_hit` gets each hit of the result as soon as it is
    /// confirmed: on a CPU a few milliseconds after it was hashed, on a GPU when its launch ends.
    [[nodiscard]] virtual ScanResult collect(const HitNotice& on_hit) = 0;
    [[nodiscard]] ScanResult collect() {
        return collect([](const Hit&) {});
    }
};

/// Scans `range` and waits for the result; no other scan may be in flight.
[[nodiscard]] ScanResult scan(Scanner& scanner, const Work& work, NonceRange range,
                              StopToken stop = {});

}  // namespace sluice::kernels
