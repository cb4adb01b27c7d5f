#include "kernels/cpu/scratch_buffer.hpp"

#include "kernels/cpu/cpu_device.hpp"
#include "kernels/cpu/cpu_kernel.hpp"
#include "kernels/registry/algorithms.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace sluice::kernels {
namespace {

constexpr std::size_t kibibyte = 1024;

TEST(scratch_buffer, holds_zeroed_aligned_memory_of_at_least_the_size) {
    for (const std::size_t size :
         {1 * kibibyte, 128 * kibibyte, 1024 * kibibyte, 3000 * kibibyte}) {
        const ScratchBuffer buffer(size);
        ASSERT_GE(buffer.size_bytes(), size);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % (4 * kibibyte), 0U);
        const std::span bytes(static_cast<std::uint8_t*>(buffer.data()), buffer.size_bytes());
        EXPECT_EQ(std::ranges::count(bytes, 0), std::ssize(bytes));
        std::ranges::fill(bytes, std::uint8_t{0xa5});
    }
}

TEST(scratch_buffer, is_whole_huge_pages_when_it_is_large) {
    EXPECT_EQ(ScratchBuffer(512 * kibibyte).size_bytes(), 512 * kibibyte);
    for (const std::size_t size : {1024 * kibibyte, 2048 * kibibyte}) {
        const ScratchBuffer buffer(size);
        EXPECT_EQ(buffer.size_bytes(), 2048 * kibibyte);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % (2048 * kibibyte), 0U);
    }
}

TEST(scratch_bytes, are_reported_by_scanners) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        EXPECT_EQ(scanner.scratch_bytes() >= 128 * kibibyte, algorithm.name == "scrypt");
    });
}

TEST(scratch_bytes, of_a_cpu_thread_are_bounded) {
    const auto cpu = make_cpu_device();
    for (const Algorithm& algorithm : algorithms()) {
        for (const KernelInfo& kernel : cpu->kernels(algorithm)) {
            if (kernel.eligible) {
                const auto made = cpu->make_scanner(algorithm, kernel.name);
                ASSERT_TRUE(made.scanner) << made.error;
                EXPECT_LE(made.scanner->scratch_bytes(), 2048 * kibibyte) << kernel.name;
            }
        }
    }
}

}  // namespace
}  // namespace sluice::kernels
