#pragma once
/// Every scanner of this machine, and random work for it: tests iterate the registries, so that a
/// new algorithm, device or kernel is tested by being listed. Not thread-safe.

#include "kernels/api/device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace sluice::kernels::tests {

inline const Algorithm& sha256d_row() { return *find_algorithm("sha256d"); }

/// Calls `check(algorithm, scanner)` for every kernel that some device of this machine can run.
template <class Check>
void for_each_scanner(Check check) {
    for (const auto& device : enumerate_devices().devices) {
        for (const Algorithm& algorithm : algorithms()) {
            for (const KernelInfo& kernel : device->kernels(algorithm)) {
                if (!kernel.eligible) {
                    continue;
                }
                SCOPED_TRACE(device->info().backend + " " + std::string(algorithm.name) + "/" +
                             kernel.name);
                const auto made = device->make_scanner(algorithm, kernel.name);
                ASSERT_TRUE(made.scanner) << made.error;
                check(algorithm, *made.scanner);
            }
        }
    }
}

/// One past the last nonce of an algorithm with nonces of up to 32 bits.
inline std::uint64_t nonce_end(const Algorithm& algorithm) {
    return std::uint64_t{1} << (8 * algorithm.family.nonce_size);
}

/// A target whose top 32 bits are `top` and whose other bits are ones.
inline HashBytes target_with_top(std::uint32_t top) {
    HashBytes target;
    target.fill(0xff);
    for (std::size_t i = 0; i < 4; ++i) {
        target[28 + i] = static_cast<std::uint8_t>(top >> (8 * i));
    }
    return target;
}

/// A random header with `version_count` random versions.
inline Work random_work(std::mt19937& random, std::uint32_t version_count) {
    Work work;
    for (auto& byte : work.header) {
        byte = static_cast<std::uint8_t>(random());
    }
    work.version_count = version_count;
    for (std::size_t v = 0; v < version_count; ++v) {
        work.versions[v] = static_cast<std::uint32_t>(random());
    }
    return work;
}

}  // namespace sluice::kernels::tests
