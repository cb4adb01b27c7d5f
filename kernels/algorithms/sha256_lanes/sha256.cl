// SHA-256 (FIPS 180-4) for the OpenCL backend; stands before the kernels of sha256d and scrypt.
// bitselect and rotate become single instructions where a GPU has them (docs/opencl.md).

/// Arrays stay in registers only within one function.
#define INLINE static inline __attribute__((always_inline))

/// 4.2.2. Indices are literals wherever speed counts, so that compilers fold them into the code.
__constant const uint round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// 5.3.3.
__constant const uint initial_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static uint rotate_right(uint x, uint bits) { return rotate(x, 32 - bits); }

static uint byte_swap(uint x) {
    return bitselect(rotate(x, 24U), rotate(x, 8U), 0x00ff00ffU);
}

// 4.1.2.
static uint choice(uint e, uint f, uint g) { return bitselect(g, f, e); }
static uint majority(uint a, uint b, uint c) { return bitselect(a, b, a ^ c); }
static uint big_sigma0(uint x) {
    return rotate_right(x, 2) ^ rotate_right(x, 13) ^ rotate_right(x, 22);
}
static uint big_sigma1(uint x) {
    return rotate_right(x, 6) ^ rotate_right(x, 11) ^ rotate_right(x, 25);
}
static uint small_sigma0(uint x) { return rotate_right(x, 7) ^ rotate_right(x, 18) ^ (x >> 3); }
static uint small_sigma1(uint x) { return rotate_right(x, 17) ^ rotate_right(x, 19) ^ (x >> 10); }

/// Where round t finds variable i of a ... h: they turn by one place a round instead of moving.
#define PLACE(t, i) ((64 - (t) + (i)) % 8)

/// Round t on the variables s[8]; h_k_w is h + K[t] + W[t].
#define ROUND(s, t, h_k_w)                                                                      \
    do {                                                                                        \
        const uint t1 = (h_k_w) + choice(s[PLACE(t, 4)], s[PLACE(t, 5)], s[PLACE(t, 6)]) +      \
                        big_sigma1(s[PLACE(t, 4)]);                                             \
        const uint t2 = big_sigma0(s[PLACE(t, 0)]) +                                            \
                        majority(s[PLACE(t, 0)], s[PLACE(t, 1)], s[PLACE(t, 2)]);               \
        s[PLACE(t, 3)] += t1;                                                                   \
        s[PLACE(t, 7)] = t1 + t2;                                                               \
    } while (0);

/// W[t], t >= 16, in the place of W[t - 16] in a window of sixteen words.
#define NEXT_WORD(w, t)                                                                       \
    (w[(t) % 16] += small_sigma0(w[((t) + 1) % 16]) + w[((t) + 9) % 16] +                     \
                    small_sigma1(w[((t) + 14) % 16]))

/// A macro for eight rounds or words in turn; t stays a literal.
#define EIGHT(step, t) \
    step((t)) step((t) + 1) step((t) + 2) step((t) + 3) step((t) + 4) step((t) + 5) step((t) + 6) step((t) + 7)

/// Folds a block into a hash value (6.2.2). The block is used up.
static void compress(uint hash[8], uint w[16]) {
    uint s[8];
    for (int i = 0; i < 8; ++i) {
        s[i] = hash[i];
    }
#define ANY_ROUND(i) ROUND(s, i, s[PLACE(i, 7)] + round_constants[t + (i)] + w[i])
#define ANY_WORD(i) NEXT_WORD(w, i);
    for (int t = 0; t < 64; t += 16) {
        EIGHT(ANY_ROUND, 0)
        EIGHT(ANY_ROUND, 8)
        EIGHT(ANY_WORD, 0)
        EIGHT(ANY_WORD, 8)
    }
#undef ANY_ROUND
#undef ANY_WORD
    for (int i = 0; i < 8; ++i) {
        hash[i] += s[i];
    }
}

/// Sets the hash value before the first block (5.3.3).
static void start_hash(uint hash[8]) {
    for (int i = 0; i < 8; ++i) {
        hash[i] = initial_state[i];
    }
}

/// A block that holds a hash value, padding and the length in bits of the message that it ends.
static void hash_block(const uint hash[8], uint length_bits, uint w[16]) {
    for (int i = 0; i < 8; ++i) {
        w[i] = hash[i];
        w[i + 8] = 0;
    }
    w[8] = 0x80000000;
    w[15] = length_bits;
}

/// Whether a hash is <= target. Both are 256-bit little-endian numbers; the hash comes as SHA-256's
/// big-endian words, the target as little-endian ones, the least significant first.
static bool is_at_most(const uint hash[8], __constant const uint* target) {
    for (int i = 7; i >= 0; --i) {
        const uint word = byte_swap(hash[i]);
        if (word != target[i]) {
            return word < target[i];
        }
    }
    return true;
}

/// Adds a hit: hits[0] counts them, the pairs (hash of the launch, version's index) follow. Those
/// that find no room are counted too.
static void add_hit(__global uint* hits, uint offset, uint version_index) {
    const uint place = atomic_inc(hits);
    if (place < HITS_MAX) {
        hits[2 * place + 1] = offset;
        hits[2 * place + 2] = version_index;
    }
}
