#pragma once
/// The known-answer check that every kernel of every device passes before its first use: a kernel
/// that was miscompiled, or a device that computes wrongly, would otherwise report a hashrate and
/// find nothing. Thread-safe as long as the scanner belongs to the caller.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/scanner.hpp"

#include <functional>
#include <string>

namespace sluice::kernels {

/// Scans windows around the known headers' nonces and compares the hits with the reference's: with
/// the exact hash as target, one below it, and an easy target with several versions at an odd place
/// and at the end of the nonce space; calls `before_scan` before each. Returns an empty text, or
/// what differed.
[[nodiscard]] std::string self_test(
    const Algorithm& algorithm, Scanner& scanner, const std::function<void()>& before_scan = [] {});

}  // namespace sluice::kernels
