#include "kernels/gpu/cuda/cuda_shape.hpp"
#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"

#include "kernels/api/algorithm.hpp"
#include "kernels/gpu/cuda/cuda_kernel.hpp"
#include "kernels/registry/algorithms.hpp"

#include <gmock/gmock.h>

namespace sluice::kernels::cuda {
namespace {

using testing::HasSubstr;

TEST(cuda_shape, asks_for_whole_warps) {
    EXPECT_EQ(block_mistake(32, 256), "");
    EXPECT_EQ(block_mistake(256, 256), "");
    for (const std::uint32_t threads : {0U, 31U, 48U, 288U, ~0U}) {
        EXPECT_THAT(block_mistake(threads, 256), HasSubstr("(right: a multiple of 32, 32 to 256)"));
    }
}

TEST(cuda_shape, that_no_kernel_can_run_is_refused_with_what_would_be_right) {
    const auto algorithm_kernels = [](std::string_view name) {
        return find_algorithm(name)->cuda_kernels();
    };
    if (algorithm_kernels("sha256d").empty()) {
        GTEST_SKIP() << "this build has no CUDA";
    }
    const LaunchShape endless = {{&launch::hashes, launch_hashes_max + 1}};
    for (const CudaKernel& kernel : algorithm_kernels("sha256d")) {
        EXPECT_THAT(kernel.mistake({{&launch::block_threads, 512}}),
                    HasSubstr("block_threads 512 (right"));
        EXPECT_THAT(kernel.mistake({{&launch::nonces_per_thread, 1025}}),
                    HasSubstr("nonces_per_thread 1025 (right: 1 to 1024)"));
        EXPECT_THAT(kernel.mistake({{&launch::versions, 17}}),
                    HasSubstr("versions 17 (right: 1 to 16)"));
        EXPECT_THAT(kernel.mistake(endless), HasSubstr("(right: 1 to 1073741824)"));
    }
    for (const CudaKernel& kernel : algorithm_kernels("scrypt")) {
        EXPECT_THAT(kernel.mistake({{&launch::block_threads, 160}}),
                    HasSubstr("block_threads 160 (right"));
        EXPECT_THAT(kernel.mistake({{&launch::lookup_gap, 3}}),
                    HasSubstr("lookup_gap 3 (right: 1, 2, 4 or 8)"));
        EXPECT_THAT(kernel.mistake(endless), HasSubstr("(right: 1 to 1073741824)"));
    }
}

}  // namespace
}  // namespace sluice::kernels::cuda
