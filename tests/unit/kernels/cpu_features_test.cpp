#include "kernels/cpu/cpu_features.hpp"

#include <gtest/gtest.h>

namespace sluice::kernels {
namespace {

TEST(cpu_features, have_names_for_messages) {
    EXPECT_EQ(feature_names(0), "");
    EXPECT_EQ(feature_names(feature_sha), "SHA-NI");
    EXPECT_EQ(feature_names(feature_avx2 | feature_avx512f), "AVX2, AVX-512F");
}

TEST(cpu_features, detected_are_only_ones_with_a_name) {
    constexpr CpuFeatures named =
        feature_avx2 | feature_avx512f | feature_avx512vl | feature_sha | feature_arm_sha2;
    EXPECT_EQ(detect_cpu_features() & ~named, 0U);
}

TEST(cpu_features, brand_is_trimmed_text) {
    const std::string brand = cpu_brand();
    ASSERT_FALSE(brand.empty());
    EXPECT_NE(brand.front(), ' ');
    EXPECT_NE(brand.back(), ' ');
}

}  // namespace
}  // namespace sluice::kernels
