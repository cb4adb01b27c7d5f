#include "kernels/cpu/batch_hasher.hpp"

#include "kernels/cpu/cpu_features.hpp"
#include "kernels/cpu/cpu_kernel.hpp"
#include "kernels/registry/algorithms.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace sluice::kernels {
namespace {

void expect_reference_hashes(const Algorithm& algorithm, BatchHasher& hasher, std::size_t count,
                             std::mt19937& random) {
    std::vector<std::uint8_t> headers(count * algorithm.family.size);
    for (auto& byte : headers) {
        byte = static_cast<std::uint8_t>(random());
    }
    std::vector<HashBytes> hashes(count);
    hasher.hash(headers, hashes);
    for (std::size_t i = 0; i < count; ++i) {
        HashBytes expected;
        algorithm.hash(std::span(headers).subspan(i * algorithm.family.size, algorithm.family.size),
                       expected);
        EXPECT_EQ(hashes[i], expected) << "header " << i << " of " << count;
    }
}

TEST(batch_hasher, equals_the_reference_for_batches_of_every_fullness) {
    for (const Algorithm& algorithm : algorithms()) {
        std::mt19937 random(7914);
        const auto hasher = make_batch_hasher(algorithm);
        const std::size_t lanes = hasher->lanes();
        for (const std::size_t count :
             {std::size_t{0}, std::size_t{1}, std::size_t{2}, lanes, lanes + 1, 2 * lanes + 3}) {
            SCOPED_TRACE(algorithm.name);
            expect_reference_hashes(algorithm, *hasher, count, random);
        }
    }
}

TEST(batch_hasher, of_every_kernel_equals_the_reference) {
    for (const Algorithm& algorithm : algorithms()) {
        for (const CpuKernel& kernel : algorithm.cpu_kernels()) {
            if (kernel.make_batch == nullptr || (kernel.required & ~detect_cpu_features()) != 0) {
                continue;
            }
            SCOPED_TRACE(std::string(algorithm.name) + "/" + std::string(kernel.name));
            std::mt19937 random(80);
            const auto hasher = kernel.make_batch();
            expect_reference_hashes(algorithm, *hasher, hasher->lanes() + 2, random);
        }
    }
}

TEST(batch_hasher, takes_the_widest_lanes_of_scrypt_that_the_cpu_has) {
    const auto hasher = make_batch_hasher(*find_algorithm("scrypt"));
    const CpuFeatures available = detect_cpu_features();
    if ((available & feature_avx512f) != 0) {
        EXPECT_EQ(hasher->lanes(), 16U);
    } else if ((available & feature_avx2) != 0) {
        EXPECT_EQ(hasher->lanes(), 8U);
    }
    EXPECT_GE(hasher->scratch_bytes(), hasher->lanes() * 128 * 1024);
}

}  // namespace
}  // namespace sluice::kernels
