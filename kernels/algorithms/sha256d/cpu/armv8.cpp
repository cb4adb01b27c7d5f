// The Cryptographic Extension of ARMv8 (Arm ARM, C7.2: SHA256H, SHA256H2, SHA256SU0, SHA256SU1).
// One pair of instructions does four rounds. The compilers' names for the extension include AES,
// which nothing here uses.

#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#include <arm_neon.h>

#define SLUICE_LANE_TARGET "+crypto"
#include "kernels/algorithms/sha256d/cpu/sha_hasher.hpp"

namespace sluice::kernels::sha256d {
namespace {

SLUICE_INLINE uint32x4_t raw(FourWords x) noexcept { return reinterpret_cast<uint32x4_t>(x); }
SLUICE_INLINE FourWords words(uint32x4_t x) noexcept { return reinterpret_cast<FourWords>(x); }

struct ArmSha {
    struct State {
        FourWords abcd;
        FourWords efgh;
    };

    SLUICE_INLINE static State load(const sha256d::State& s) noexcept {
        return {load_words(&s[0]), load_words(&s[4])};
    }

    SLUICE_INLINE static State nonce_addend(std::uint32_t word) noexcept {
        return {FourWords{word, 0, 0, 0}, FourWords{word, 0, 0, 0}};
    }

    SLUICE_INLINE static State added(const State& x, const State& y) noexcept {
        return {x.abcd + y.abcd, x.efgh + y.efgh};
    }

    SLUICE_INLINE static void next_words(FourWords (&w)[4], std::size_t group) noexcept {
        const uint32x4_t half = vsha256su0q_u32(raw(w[group % 4]), raw(w[(group + 1) % 4]));
        w[group % 4] =
            words(vsha256su1q_u32(half, raw(w[(group + 2) % 4]), raw(w[(group + 3) % 4])));
    }

    SLUICE_INLINE static void four_rounds(State& s, FourWords k_plus_w) noexcept {
        const uint32x4_t abcd = raw(s.abcd);
        s.abcd = words(vsha256hq_u32(abcd, raw(s.efgh), raw(k_plus_w)));
        s.efgh = words(vsha256h2q_u32(raw(s.efgh), abcd, raw(k_plus_w)));
    }

    /// To save registers, the compiler would do one of the interleaved hashes after the other.
    SLUICE_INLINE static void hold(State& s) noexcept {
        asm volatile("" : "+w"(s.abcd), "+w"(s.efgh));
    }

    SLUICE_INLINE static void digest(const State& s, FourWords& abcd, FourWords& efgh) noexcept {
        abcd = s.abcd;
        efgh = s.efgh;
    }

    /// What e is after the first round is h after the fourth.
    SLUICE_INLINE static std::uint32_t last_rounds(const State& s, FourWords k_plus_w) noexcept {
        return words(vsha256h2q_u32(raw(s.efgh), raw(s.abcd), raw(k_plus_w)))[3];
    }
};

}  // namespace

[[gnu::target("+crypto")]] void scan_armv8(const PreparedScan& scan, std::uint32_t first,
                                           std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_loop<ShaHasher<ArmSha>>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
