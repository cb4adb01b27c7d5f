#include "kernels/gpu/opencl/launch_plan.hpp"
#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"

#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"

#include <gmock/gmock.h>

namespace sluice::kernels::opencl {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

/// A graphics card with 8 GiB, of which one buffer may have a quarter, as many drivers say.
constexpr OpenClTraits card = {.is_cpu = false,
                               .compute_units = 36,
                               .block_threads_max = 256,
                               .memory_bytes = 8 * gib,
                               .buffer_bytes_max = 2 * gib};

const OpenClKernel& kernel_of(std::string_view algorithm) {
    return find_algorithm(algorithm)->opencl_kernels().front();
}

TEST(launch_plan, sizes_launches_without_scratch_memory_by_time) {
    const PlanResult result = plan_launches(kernel_of("sha256d"), {}, card);
    ASSERT_EQ(result.error, "");
    const auto& [shape, limits, scratch_bytes] = result.plan;
    EXPECT_EQ(scratch_bytes, 0U);
    EXPECT_GT(limits.launch_time, 0ns);
    EXPECT_EQ(limits.nonce_step, shape[launch::block_threads] * shape[launch::nonces_per_thread]);
    EXPECT_LT(limits.hashes_first, limits.hashes_max);
}

TEST(launch_plan, takes_the_size_of_launches_from_the_shape) {
    const PlanResult result =
        plan_launches(kernel_of("sha256d"), {{&launch::hashes, 1'000'000}}, card);
    EXPECT_EQ(result.plan.limits.hashes_max, 1'000'000U);
    EXPECT_EQ(result.plan.limits.launch_time, 0ns);
}

TEST(launch_plan, fits_scratch_memory_into_one_buffer_and_seven_eighths_of_the_memory) {
    for (const std::uint64_t buffer_bytes_max : {gib / 2, 64 * gib}) {
        OpenClTraits device = card;
        device.compute_units = 4096;
        device.buffer_bytes_max = buffer_bytes_max;
        const PlanResult result = plan_launches(kernel_of("scrypt"), {}, device);
        ASSERT_EQ(result.error, "");
        const std::uint64_t usable = std::min(buffer_bytes_max, 7 * gib);
        EXPECT_LE(result.plan.scratch_bytes, usable);
        EXPECT_GT(result.plan.scratch_bytes, usable - usable / 64);
        EXPECT_EQ(result.plan.limits.hashes_max % result.plan.shape[launch::block_threads], 0U);
        EXPECT_EQ(result.plan.shape[launch::hashes], result.plan.limits.hashes_max);
    }
}

TEST(launch_plan, divides_what_scratch_memory_holds_into_pieces_by_time) {
    for (const std::uint32_t gap : {1U, 2U, 8U}) {
        const LaunchLimits limits =
            plan_launches(kernel_of("scrypt"), {{&launch::lookup_gap, gap}}, card).plan.limits;
        EXPECT_EQ(limits.pieces, 16 * (1 + gap));
        EXPECT_GT(limits.launch_time, 0ns);
        EXPECT_EQ(plan_launches(kernel_of("sha256d"), {}, card).plan.limits.pieces, 1U);
    }
}

TEST(launch_plan, has_room_for_a_nonce_with_all_versions) {
    const LaunchShape few = {{&launch::block_threads, 4}, {&launch::hashes, 6}};
    EXPECT_EQ(plan_launches(kernel_of("scrypt"), few, card).plan.limits.hashes_max, versions_max);
}

TEST(launch_plan, needs_less_memory_for_a_hash_with_a_larger_lookup_gap) {
    const auto bytes_of = [](std::uint32_t gap) {
        return plan_launches(kernel_of("scrypt"),
                             {{&launch::lookup_gap, gap}, {&launch::hashes, 64}}, card)
            .plan.scratch_bytes;
    };
    EXPECT_EQ(bytes_of(1), 64U * (128 * 1024 + 192));
    EXPECT_EQ(bytes_of(4), 64U * (128 * 1024 / 4 + 192));
}

TEST(launch_plan, says_how_many_hashes_fit_when_more_are_asked_for) {
    const LaunchShape wanted = {{&launch::lookup_gap, 1}, {&launch::hashes, 1'000'000}};
    const std::string error = plan_launches(kernel_of("scrypt"), wanted, card).error;
    EXPECT_THAT(error, HasSubstr("no memory for the scratchpad"));
    EXPECT_THAT(error, HasSubstr("at most 16320 hashes"));
}

TEST(launch_plan, says_what_would_fit_when_not_one_group_does) {
    OpenClTraits tiny = card;
    tiny.memory_bytes = 4U << 20;
    EXPECT_THAT(plan_launches(kernel_of("scrypt"), {}, tiny).error,
                HasSubstr("a larger lookup gap or fewer threads take less"));
    EXPECT_EQ(plan_launches(kernel_of("scrypt"),
                            {{&launch::block_threads, 16}, {&launch::lookup_gap, 8}}, tiny)
                  .error,
              "");
}

TEST(launch_plan, halves_the_hashes_in_flight_down_to_one_group) {
    const OpenClKernel& kernel = kernel_of("scrypt");
    auto plan = std::optional(plan_launches(kernel, {{&launch::hashes, 64 * 6}}, card).plan);
    std::vector<std::uint64_t> hashes;
    for (; plan; plan = half_of(kernel, *plan)) {
        hashes.push_back(plan->limits.hashes_max);
        EXPECT_EQ(plan->scratch_bytes % hashes.back(), 0U);
    }
    EXPECT_THAT(hashes, testing::ElementsAre(384U, 192U, 64U));
    EXPECT_FALSE(half_of(kernel_of("sha256d"), plan_launches(kernel_of("sha256d"), {}, card).plan));
}

TEST(launch_plan, names_what_a_device_cannot_run_and_what_would_be_right) {
    EXPECT_THAT(plan_launches(kernel_of("sha256d"), {{&launch::block_threads, 1024}}, card).error,
                HasSubstr("block_threads 1024 (right: 1 to 256)"));
    EXPECT_THAT(plan_launches(kernel_of("sha256d"), {{&launch::versions, 17}}, card).error,
                HasSubstr("versions 17 (right: 1 to 16)"));
    EXPECT_THAT(
        plan_launches(kernel_of("sha256d"), {{&launch::nonces_per_thread, 1025}}, card).error,
        HasSubstr("nonces_per_thread 1025 (right: 1 to 1024)"));
    EXPECT_THAT(plan_launches(kernel_of("scrypt"), {{&launch::block_threads, ~0U}}, card).error,
                HasSubstr("block_threads 4294967295 (right: 1 to 256)"));
    EXPECT_THAT(plan_launches(kernel_of("scrypt"), {{&launch::lookup_gap, 3}}, card).error,
                HasSubstr("lookup_gap 3 (right: a power of two, 1 to 64)"));
    for (const std::string_view algorithm : {"sha256d", "scrypt"}) {
        const LaunchShape endless = {{&launch::hashes, (1U << 30) + 1}};
        EXPECT_THAT(plan_launches(kernel_of(algorithm), endless, card).error,
                    HasSubstr("launch_hashes 1073741825 (right: 1 to 1073741824)"));
    }
}

TEST(launch_shapes, start_with_the_default_and_are_complete_and_different) {
    for (const Algorithm& algorithm : algorithms()) {
        for (const OpenClKernel& kernel : algorithm.opencl_kernels()) {
            const auto shapes = shapes_of(kernel, card);
            ASSERT_GT(shapes.size(), 3U);
            EXPECT_EQ(shapes.front(), plan_launches(kernel, {}, card).plan.shape);
            for (auto shape = shapes.begin(); shape != shapes.end(); ++shape) {
                EXPECT_EQ(plan_launches(kernel, *shape, card).plan.shape, *shape);
                EXPECT_EQ(std::find(shapes.begin(), shape, *shape), shape);
            }
        }
    }
}

}  // namespace
}  // namespace sluice::kernels::opencl
