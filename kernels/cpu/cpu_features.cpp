#include "kernels/cpu/cpu_features.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#include <array>
#include <cstring>
#include <string_view>

namespace sluice::kernels {
namespace {

struct FeatureName {
    CpuFeatures feature;
    std::string_view name;
};

constexpr FeatureName feature_table[] = {
    {feature_avx2, "AVX2"},           {feature_avx512f, "AVX-512F"},   {feature_sha, "SHA-NI"},
    {feature_arm_sha2, "ARMv8 SHA2"}, {feature_avx512vl, "AVX-512VL"},
};

}  // namespace

std::string feature_names(CpuFeatures features) {
    std::string names;
    for (const auto& [feature, name] : feature_table) {
        if ((features & feature) != 0) {
            names += names.empty() ? "" : ", ";
            names += name;
        }
    }
    return names;
}

#if defined(__x86_64__)

CpuFeatures detect_cpu_features() noexcept {
    CpuFeatures found = 0;
    // The compiler's runtime looks at XGETBV for the registers of these.
    if (__builtin_cpu_supports("avx2")) {
        found |= feature_avx2;
    }
    if (__builtin_cpu_supports("avx512f")) {
        found |= feature_avx512f;
        if (__builtin_cpu_supports("avx512vl")) {
            found |= feature_avx512vl;
        }
    }
    // Leaf 7, EBX bit 29. SHA-NI works on SSE registers, which every 64-bit system saves.
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & bit_SHA) != 0 &&
        __builtin_cpu_supports("sse4.1")) {
        found |= feature_sha;
    }
    return found;
}

std::string cpu_brand() {
    // Leaves 0x80000002 to 0x80000004 hold the brand string, 16 bytes each, padded with blanks.
    std::array<unsigned, 12> words{};
    for (unsigned leaf = 0; leaf < 3; ++leaf) {
        unsigned* const part = words.data() + 4 * leaf;
        if (__get_cpuid(0x80000002 + leaf, &part[0], &part[1], &part[2], &part[3]) == 0) {
            return "CPU";
        }
    }
    std::array<char, sizeof(words) + 1> text{};
    std::memcpy(text.data(), words.data(), sizeof(words));
    std::string_view brand = text.data();
    brand.remove_prefix(std::min(brand.find_first_not_of(' '), brand.size()));
    return std::string(brand.substr(0, brand.find_last_not_of(' ') + 1));
}

#elif defined(__aarch64__) && defined(__linux__)

CpuFeatures detect_cpu_features() noexcept {
    return (getauxval(AT_HWCAP) & HWCAP_SHA2) != 0 ? feature_arm_sha2 : 0;
}

std::string cpu_brand() { return "64-bit ARM"; }

#else

CpuFeatures detect_cpu_features() noexcept { return 0; }

std::string cpu_brand() { return "CPU"; }

#endif

}  // namespace sluice::kernels
