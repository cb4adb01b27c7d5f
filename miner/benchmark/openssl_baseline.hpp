#pragma once
/// What OpenSSL does on the same core in the same minutes: the yardstick of the benchmark, because
/// hashes per second mean little on a shared machine or beside another CPU's figures.

#include <chrono>
#include <string_view>

namespace sluice::miner {

struct Baseline {
    std::string_view unit;  ///< what is counted; empty: there is no baseline for the algorithm
    double (*rate)(
        std::chrono::milliseconds time);  ///< units per second of CPU time, taking `time`
};

/// sha256d: SHA-256 compressions (64 bytes each) of messages of 8,192 bytes, as
/// `openssl speed -evp sha256 -bytes 8192`. scrypt: whole hashes of EVP_PBE_scrypt(N 1024, r 1, p
/// 1).
[[nodiscard]] Baseline openssl_baseline(std::string_view algorithm) noexcept;

}  // namespace sluice::miner
