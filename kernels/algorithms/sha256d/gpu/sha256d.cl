// Bitcoin's proof of work for the OpenCL backend; sha256.cl stands before it. docs/kernels.md
// derives what is left out of the two hashes.
//
// Build options:
//   BLOCK_THREADS   work items in a group
//   VERSIONS        headers that share a message schedule, at most
//   HITS_MAX        hits that a launch has room for

/// One version-rolled header: kernels/algorithms/sha256d/prepared_scan.hpp, PreparedVersion.
struct Version {
    uint midstate[8];
    uint after_w3[8];
    uint h_k_w[3];
};

/// kernels/algorithms/sha256d/gpu/opencl_kernels.cpp, ScanArguments.
struct Scan {
    uint words[34];         ///< of the second block: W[0..17], then the known part of W[18..33]
    uint k_plus_words[18];  ///< K[t] + W[t]
    uint target[8];         ///< least significant word first
    uint zero_bits;         ///< bits that H7 of a hit cannot have
    struct Version versions[16];
};

/// W[18] to W[33] of the second block, whose only unknown word is W[3]. A term that is not here is
/// zero or in the known part.
INLINE void first_words(__constant const struct Scan* scan, uint w3, uint w[16]) {
    __constant const uint* known = scan->words;
    w[2] = known[18] + small_sigma0(w3);
    w[3] = known[19] + w3;
    w[4] = known[20] + small_sigma1(w[2]);
    w[5] = small_sigma1(w[3]);
    w[6] = known[22] + small_sigma1(w[4]);
    w[7] = known[23] + small_sigma1(w[5]);
    w[8] = known[24] + small_sigma1(w[6]);
    w[9] = w[2] + small_sigma1(w[7]);
    w[10] = w[3] + small_sigma1(w[8]);
    w[11] = w[4] + small_sigma1(w[9]);
    w[12] = w[5] + small_sigma1(w[10]);
    w[13] = w[6] + small_sigma1(w[11]);
    w[14] = known[30] + w[7] + small_sigma1(w[12]);
    w[15] = known[31] + w[8] + small_sigma1(w[13]);
    w[0] = known[32] + w[9] + small_sigma1(w[14]);
    w[1] = known[33] + small_sigma0(w[2]) + w[10] + small_sigma1(w[15]);
}

#define K_PLUS_WORD(t) (((t) < 34 ? w[(t) % 16] : NEXT_WORD(w, t)) + round_constants[t])

/// Rounds 18 to 63 take their words from memory that versions share, or make them on the way: that
/// needs 30 registers less.
#if VERSIONS > 1
#define SECOND_BLOCK_WORD(t) k_plus_w[t]
#else
#define SECOND_BLOCK_WORD(t) K_PLUS_WORD(t)
#endif

/// H7 of the outer hash. It is a constant plus the variable e after round 60, which rounds 61 to 63
/// only pass on.
INLINE uint top_word(__constant const struct Scan* scan, __constant const struct Version* version, uint w3,
              uint w[16], const uint k_plus_w[64]) {
    uint s[8];
    for (int i = 0; i < 8; ++i) {
        s[PLACE(4, i)] = version->after_w3[i];
    }
    s[PLACE(4, 0)] += w3;
    s[PLACE(4, 4)] += w3;
#define KNOWN_H_ROUND(t) ROUND(s, t, version->h_k_w[(t) - 4])
#define KNOWN_WORD_ROUND(t) ROUND(s, t, s[PLACE(t, 7)] + scan->k_plus_words[t])
#define SECOND_BLOCK_ROUND(t) ROUND(s, t, s[PLACE(t, 7)] + SECOND_BLOCK_WORD(t))
    KNOWN_H_ROUND(4) KNOWN_H_ROUND(5) KNOWN_H_ROUND(6)
    KNOWN_WORD_ROUND(7) EIGHT(KNOWN_WORD_ROUND, 8) KNOWN_WORD_ROUND(16) KNOWN_WORD_ROUND(17)
    EIGHT(SECOND_BLOCK_ROUND, 18)
    EIGHT(SECOND_BLOCK_ROUND, 26)
    EIGHT(SECOND_BLOCK_ROUND, 34)
    EIGHT(SECOND_BLOCK_ROUND, 42)
    EIGHT(SECOND_BLOCK_ROUND, 50)
    SECOND_BLOCK_ROUND(58) SECOND_BLOCK_ROUND(59) SECOND_BLOCK_ROUND(60)
    SECOND_BLOCK_ROUND(61) SECOND_BLOCK_ROUND(62) SECOND_BLOCK_ROUND(63)

    uint inner[8];
    for (int i = 0; i < 8; ++i) {
        inner[i] = version->midstate[i] + s[i];
    }
    uint outer[16];
    hash_block(inner, 256, outer);
    start_hash(s);
#define OUTER_ROUND(t)                                                                     \
    ROUND(s, t, s[PLACE(t, 7)] + round_constants[t] +                                      \
                    ((t) < 16 ? outer[(t) % 16] : NEXT_WORD(outer, t)))
    EIGHT(OUTER_ROUND, 0)
    EIGHT(OUTER_ROUND, 8)
    EIGHT(OUTER_ROUND, 16)
    EIGHT(OUTER_ROUND, 24)
    EIGHT(OUTER_ROUND, 32)
    EIGHT(OUTER_ROUND, 40)
    EIGHT(OUTER_ROUND, 48)
    OUTER_ROUND(56) OUTER_ROUND(57) OUTER_ROUND(58) OUTER_ROUND(59) OUTER_ROUND(60)
    return s[PLACE(61, 4)] + initial_state[7];
}

/// Hashes once more, in full, what top_word lets pass.
static bool is_hit(__constant const struct Scan* scan, __constant const struct Version* version, uint w3) {
    uint hash[8];
    uint w[16];
    for (int i = 0; i < 8; ++i) {
        hash[i] = version->midstate[i];
    }
    for (int i = 0; i < 16; ++i) {
        w[i] = scan->words[i];
    }
    w[3] = w3;
    compress(hash, w);
    hash_block(hash, 256, w);
    start_hash(hash);
    compress(hash, w);
    return is_at_most(hash, scan->target);
}

/// Hashes nonce_count nonces from first_nonce on, each with version_count versions from
/// first_version on. A work item takes every n-th nonce, if there are n work items.
__kernel __attribute__((reqd_work_group_size(BLOCK_THREADS, 1, 1))) void scan_nonces(
    __constant const struct Scan* scan, uint first_nonce, uint nonce_count, uint first_version,
    uint version_count, __global uint* hits) {
    for (uint offset = get_global_id(0); offset < nonce_count; offset += get_global_size(0)) {
        const uint w3 = byte_swap(first_nonce + offset);
        uint w[16];
        uint k_plus_w[64];
        first_words(scan, w3, w);
#if VERSIONS > 1
#define STORE_K_PLUS_WORD(t) k_plus_w[t] = K_PLUS_WORD(t);
        EIGHT(STORE_K_PLUS_WORD, 18)
        EIGHT(STORE_K_PLUS_WORD, 26)
        EIGHT(STORE_K_PLUS_WORD, 34)
        EIGHT(STORE_K_PLUS_WORD, 42)
        EIGHT(STORE_K_PLUS_WORD, 50)
        STORE_K_PLUS_WORD(58) STORE_K_PLUS_WORD(59) STORE_K_PLUS_WORD(60)
        STORE_K_PLUS_WORD(61) STORE_K_PLUS_WORD(62) STORE_K_PLUS_WORD(63)
        for (uint i = first_version; i < first_version + version_count; ++i) {
#else
        const uint i = first_version;
        {
#endif
            __constant const struct Version* version = scan->versions + i;
            const uint top = top_word(scan, version, w3, w, k_plus_w);
            if ((top & scan->zero_bits) == 0 && is_hit(scan, version, w3)) {
                add_hit(hits, offset, i);
            }
        }
    }
}
