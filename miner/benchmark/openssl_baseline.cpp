#include "miner/benchmark/openssl_baseline.hpp"

#include "base/clock.hpp"

#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <memory>

namespace sluice::miner {
namespace {

/// Units per second of CPU time: calls `once`, which does `units`, until the time is used up.
template <class Once>
double per_cpu_second(std::chrono::milliseconds time, double units, Once once) {
    const double start = thread_cpu_seconds();
    const double limit = std::chrono::duration<double>(time).count();
    double used = 0;
    double done = 0;
    while (used < limit) {
        once();
        done += units;
        used = thread_cpu_seconds() - start;
    }
    return done / used;
}

double sha256_compressions(std::chrono::milliseconds time) {
    static constexpr std::size_t message_size = 8192;  // bytes
    static constexpr int messages = 16;                // between two looks at the clock
    const std::array<unsigned char, message_size> message{};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    // Fetched once: looking the algorithm up takes as long as several compressions.
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256{
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
    return per_cpu_second(time, messages * message_size / 64.0, [&] {
        for (int i = 0; i < messages; ++i) {
            EVP_Digest(message.data(), message.size(), digest.data(), nullptr, sha256.get(),
                       nullptr);
        }
    });
}

double scrypt_hashes(std::chrono::milliseconds time) {
    std::array<char, 80> header{};
    std::array<unsigned char, 32> hash{};
    return per_cpu_second(time, 1, [&] {
        ++header[76];
        EVP_PBE_scrypt(header.data(), header.size(),
                       reinterpret_cast<const unsigned char*>(header.data()), header.size(), 1024,
                       1, 1, 0, hash.data(), hash.size());
    });
}

}  // namespace

Baseline openssl_baseline(std::string_view algorithm) noexcept {
    if (algorithm == "sha256d") {
        return {"SHA-256 compression", sha256_compressions};
    }
    if (algorithm == "scrypt") {
        return {"scrypt hash", scrypt_hashes};
    }
    return {};
}

}  // namespace sluice::miner
