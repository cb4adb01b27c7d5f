// Litecoin's proof of work for the OpenCL backend: scrypt (RFC 7914) with N = 1024, r = 1, p = 1.
// sha256_lanes/sha256.cl stands before it. Three kernels run one after another over a batch of hashes,
// so that none holds the registers of the others. With n versions, hash i of a launch has nonce
// first_nonce + i / n and version first_version + i % n. The scratch memory holds V of every hash,
// and behind it what the functions pass on.
//
// Build options:
//   BLOCK_THREADS   work items in a group
//   LOOKUP_GAP      of the 1024 rows of V every n-th is kept; the others are computed again
//   PIECE_STEPS     of scryptBlockMix in a piece of ROMix (device_launch.hpp)
//   HITS_MAX        hits that a launch has room for

#define ROWS 1024

/// kernels/algorithms/scrypt/gpu/opencl_kernels.cpp, ScanArguments.
struct Scan {
    uint header[20];  ///< big-endian words; version and nonce do not count
    uint target[8];   ///< least significant word first
    uint versions[16];      ///< as the header's first big-endian word
    uint midstates[16][8];  ///< SHA-256's hash value after the header's first 64 bytes
};

/// What is kept of a hash between the kernels.
struct Hash {
    uint4 b[8];     ///< B: two Salsa20 blocks, each a matrix by its diagonals
    uint inner[8];  ///< HMAC's hash values after the key's inner and outer block
    uint outer[8];
};

static uint4 byte_swap4(uint4 x) {
    return bitselect(rotate(x, (uint4)(24)), rotate(x, (uint4)(8)), (uint4)(0x00ff00ff));
}

/// The hash value after one block of HMAC's key (RFC 2104), a SHA-256 hash, and the pad's byte.
static void start_hmac(const uint key[8], uint pad, uint hash[8]) {
    uint w[16];
    for (int i = 0; i < 8; ++i) {
        w[i] = key[i] ^ pad;
        w[i + 8] = pad;
    }
    start_hash(hash);
    compress(hash, w);
}

/// HMAC's second hash: of `outer`'s pad block and the inner hash.
static void finish_hmac(const uint inner_hash[8], const uint outer[8], uint hash[8]) {
    uint w[16];
    hash_block(inner_hash, (64 + 32) * 8, w);
    for (int i = 0; i < 8; ++i) {
        hash[i] = outer[i];
    }
    compress(hash, w);
}

static void copy_hash(const uint from[8], uint to[8]) {
    for (int i = 0; i < 8; ++i) {
        to[i] = from[i];
    }
}

/// The part of the scratch memory behind V.
#define HASHES(scratch) \
    ((__global struct Hash*)((scratch) + 8 * (ROWS / LOOKUP_GAP) * get_global_size(0)))

/// The last 16 bytes of the header, with the nonce, as the start of a block.
static void header_end(__constant const struct Scan* scan, uint nonce_word, uint w[16]) {
    for (int i = 0; i < 3; ++i) {
        w[i] = scan->header[16 + i];
    }
    w[3] = nonce_word;
    for (int i = 4; i < 16; ++i) {
        w[i] = 0;
    }
}

/// A Salsa20 block of sixteen little-endian words as the four diagonals of its matrix.
static void to_diagonals(const uint x[16], __global uint4* rows) {
    rows[0] = (uint4)(x[0], x[5], x[10], x[15]);
    rows[1] = (uint4)(x[4], x[9], x[14], x[3]);
    rows[2] = (uint4)(x[8], x[13], x[2], x[7]);
    rows[3] = (uint4)(x[12], x[1], x[6], x[11]);
}

/// The other way round, as SHA-256's big-endian words.
static void from_diagonals(__global const uint4* rows, uint x[16]) {
    const uint4 a = byte_swap4(rows[0]);
    const uint4 b = byte_swap4(rows[1]);
    const uint4 c = byte_swap4(rows[2]);
    const uint4 d = byte_swap4(rows[3]);
    x[0] = a.x, x[5] = a.y, x[10] = a.z, x[15] = a.w;
    x[4] = b.x, x[9] = b.y, x[14] = b.z, x[3] = b.w;
    x[8] = c.x, x[13] = c.y, x[2] = c.z, x[7] = c.w;
    x[12] = d.x, x[1] = d.y, x[6] = d.z, x[11] = d.w;
}

/// PBKDF2 from the header to B (section 6, step 1): four HMACs of the header and a counter, whose
/// key is the header's SHA-256, because it is longer than a block.
__kernel __attribute__((reqd_work_group_size(BLOCK_THREADS, 1, 1))) void scrypt_expand(
    __constant const struct Scan* scan, uint first_nonce, uint nonce_count, uint first_version,
    uint version_count, __global uint* hits, __global uint4* scratch, uint first_piece,
    uint piece_count) {
    const uint index = get_global_id(0);
    if (index >= nonce_count * version_count) {
        return;
    }
    __global struct Hash* result = HASHES(scratch) + index;
    const uint version = first_version + index % version_count;
    const uint nonce_word = byte_swap(first_nonce + index / version_count);
    uint key[8];
    uint w[16];
    for (int i = 0; i < 8; ++i) {
        key[i] = scan->midstates[version][i];
    }
    header_end(scan, nonce_word, w);
    w[4] = 0x80000000;
    w[15] = 80 * 8;
    compress(key, w);

    uint inner[8];
    uint outer[8];
    start_hmac(key, 0x36363636, inner);
    start_hmac(key, 0x5c5c5c5c, outer);
    for (int i = 0; i < 8; ++i) {
        result->inner[i] = inner[i];
        result->outer[i] = outer[i];
    }

    for (int i = 0; i < 16; ++i) {
        w[i] = scan->header[i];
    }
    w[0] = scan->versions[version];
    compress(inner, w);
    for (uint block = 0; block < 2; ++block) {
        uint words[16];
        for (uint part = 0; part < 2; ++part) {
            uint inner_hash[8];
            copy_hash(inner, inner_hash);
            header_end(scan, nonce_word, w);
            w[4] = 2 * block + part + 1;
            w[5] = 0x80000000;
            w[15] = (64 + 80 + 4) * 8;
            compress(inner_hash, w);
            uint derived[8];
            finish_hmac(inner_hash, outer, derived);
            for (int i = 0; i < 8; ++i) {
                words[8 * part + i] = byte_swap(derived[i]);
            }
        }
        to_diagonals(words, result->b + 4 * block);
    }
}

/// Salsa20/8 (section 3). With the matrix in its diagonals a column round is four steps on whole
/// vectors, and so is a row round, after three of them have turned.
INLINE void salsa20_8(uint4 x[4]) {
    uint4 a = x[0], b = x[1], c = x[2], d = x[3];
    for (int i = 0; i < 4; ++i) {
        b ^= rotate(a + d, (uint4)(7));
        c ^= rotate(b + a, (uint4)(9));
        d ^= rotate(c + b, (uint4)(13));
        a ^= rotate(d + c, (uint4)(18));
        b = b.wxyz, c = c.zwxy, d = d.yzwx;
        d ^= rotate(a + b, (uint4)(7));
        c ^= rotate(d + a, (uint4)(9));
        b ^= rotate(c + d, (uint4)(13));
        a ^= rotate(b + c, (uint4)(18));
        b = b.yzwx, c = c.zwxy, d = d.wxyz;
    }
    x[0] += a, x[1] += b, x[2] += c, x[3] += d;
}

/// scryptBlockMix (section 4) with r = 1.
INLINE void block_mix(uint4 b[8]) {
    for (int i = 0; i < 4; ++i) {
        b[i] ^= b[i + 4];
    }
    salsa20_8(b);
    for (int i = 0; i < 4; ++i) {
        b[i + 4] ^= b[i];
    }
    salsa20_8(b + 4);
}

/// scryptROMix (section 5). A row of V is 128 contiguous bytes, so that reading one anywhere fills
/// whole memory transactions; the same rows of all hashes lie side by side, so that writing them
/// is one stream. The launches of a queue share V: they run one after another. A run does some of the
/// pieces: ROWS / PIECE_STEPS fill V, LOOKUP_GAP times as many read it.
__kernel __attribute__((reqd_work_group_size(BLOCK_THREADS, 1, 1))) void scrypt_mix(
    __constant const struct Scan* scan, uint first_nonce, uint nonce_count, uint first_version,
    uint version_count, __global uint* hits, __global uint4* scratch, uint first_piece,
    uint piece_count) {
    const size_t index = get_global_id(0);
    if (index >= nonce_count * version_count) {
        return;
    }
    __global struct Hash* hash = HASHES(scratch) + index;
    __global uint4* v = scratch + 8 * index;
    const size_t row_stride = 8 * get_global_size(0);
    uint4 x[8];
    for (int i = 0; i < 8; ++i) {
        x[i] = hash->b[i];
    }
    const uint fill_pieces = ROWS / PIECE_STEPS;
    const uint piece_rows = PIECE_STEPS / LOOKUP_GAP;
    const uint end = first_piece + piece_count;
    for (size_t row = first_piece * piece_rows; row < min(end, fill_pieces) * piece_rows; ++row) {
        for (int i = 0; i < 8; ++i) {
            v[row * row_stride + i] = x[i];
        }
        for (int step = 0; step < LOOKUP_GAP; ++step) {
            block_mix(x);
        }
    }
    const uint reads = (max(end, fill_pieces) - max(first_piece, fill_pieces)) * piece_rows;
    for (uint read = 0; read < reads; ++read) {
        const uint j = x[4].x % ROWS;  // Integerify: the last block's first word
        const size_t row = j / LOOKUP_GAP;
        uint4 y[8];
        for (int i = 0; i < 8; ++i) {
            y[i] = v[row * row_stride + i];
        }
#if LOOKUP_GAP > 1
        for (uint step = 0; step < j % LOOKUP_GAP; ++step) {
            block_mix(y);
        }
#endif
        for (int i = 0; i < 8; ++i) {
            x[i] ^= y[i];
        }
        block_mix(x);
    }
    for (int i = 0; i < 8; ++i) {
        hash->b[i] = x[i];
    }
}

/// PBKDF2 from B to the hash (section 6, step 3), and its comparison with the target.
__kernel __attribute__((reqd_work_group_size(BLOCK_THREADS, 1, 1))) void scrypt_finish(
    __constant const struct Scan* scan, uint first_nonce, uint nonce_count, uint first_version,
    uint version_count, __global uint* hits, __global uint4* scratch, uint first_piece,
    uint piece_count) {
    const uint index = get_global_id(0);
    if (index >= nonce_count * version_count) {
        return;
    }
    __global const struct Hash* mixed = HASHES(scratch) + index;
    uint inner[8];
    uint outer[8];
    uint w[16];
    for (int i = 0; i < 8; ++i) {
        inner[i] = mixed->inner[i];
        outer[i] = mixed->outer[i];
    }
    for (int block = 0; block < 2; ++block) {
        from_diagonals(mixed->b + 4 * block, w);
        compress(inner, w);
    }
    for (int i = 0; i < 16; ++i) {
        w[i] = 0;
    }
    w[0] = 1;  // PBKDF2's counter
    w[1] = 0x80000000;
    w[15] = (64 + 128 + 4) * 8;
    compress(inner, w);
    uint hash[8];
    finish_hmac(inner, outer, hash);
    if (is_at_most(hash, scan->target)) {
        add_hit(hits, index / version_count, first_version + index % version_count);
    }
}
