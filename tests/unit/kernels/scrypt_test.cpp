#include "kernels/algorithms/scrypt/scrypt.hpp"

#include "tests/unit/protocol/vector_files.hpp"

#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace sluice::kernels::scrypt {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// The greatest N * r of a vector that is computed: more takes too long, and a gibibyte.
constexpr std::size_t cost_max = std::size_t{1} << 17;

/// A row of headers/scrypt.csv: kind,N,r,p,dklen,P_hex,S_hex,expected_hex,meets_bits.
struct Vector {
    std::string kind;
    Parameters cost;
    Bytes password;
    Bytes salt;
    Bytes expected;
};

std::size_t number(const std::string& text) { return text.empty() ? 0 : std::stoul(text); }

std::vector<Vector> vectors_of(std::string_view kind) {
    std::vector<Vector> vectors;
    for (const auto& row : sluice::tests::csv_vectors("headers/scrypt.csv")) {
        if (row[0].starts_with(kind)) {
            vectors.push_back({row[0],
                               {number(row[1]), number(row[2]), number(row[3])},
                               sluice::tests::unhex(row[5]),
                               sluice::tests::unhex(row[6]),
                               sluice::tests::unhex(row[7])});
        }
    }
    return vectors;
}

std::vector<SalsaBlock> to_blocks(const Bytes& bytes) {
    std::vector<SalsaBlock> blocks(bytes.size() / sizeof(SalsaBlock));
    std::memcpy(blocks.data(), bytes.data(), bytes.size());
    return blocks;
}

TEST(scrypt, salsa20_8_gives_the_rfcs_block) {
    const auto vectors = vectors_of("rfc7914-salsa20/8");
    ASSERT_EQ(vectors.size(), 1U);
    SalsaBlock block = to_blocks(vectors[0].password).front();
    salsa20_8(block);
    EXPECT_EQ(block, to_blocks(vectors[0].expected).front());
}

TEST(scrypt, block_mix_gives_the_rfcs_blocks) {
    const auto vectors = vectors_of("rfc7914-blockmix");
    ASSERT_EQ(vectors.size(), 1U);
    const auto in = to_blocks(vectors[0].password);
    std::vector<SalsaBlock> out(in.size());
    block_mix(in, out);
    EXPECT_EQ(out, to_blocks(vectors[0].expected));
}

TEST(scrypt, ro_mix_gives_the_rfcs_blocks) {
    const auto vectors = vectors_of("rfc7914-romix");
    ASSERT_EQ(vectors.size(), 1U);
    auto blocks = to_blocks(vectors[0].password);
    std::vector<SalsaBlock> scratch(scratch_blocks(vectors[0].cost.n, vectors[0].cost.r));
    ro_mix(blocks, vectors[0].cost.n, scratch);
    EXPECT_EQ(blocks, to_blocks(vectors[0].expected));
}

TEST(scrypt, pbkdf2_gives_the_rfcs_keys) {
    const auto vectors = vectors_of("rfc7914-pbkdf2");
    ASSERT_EQ(vectors.size(), 2U);
    for (const Vector& vector : vectors) {
        const std::uint32_t iterations = vector.kind.ends_with("c=1") ? 1 : 80000;
        Bytes key(vector.expected.size());
        pbkdf2_hmac_sha256(vector.password, vector.salt, iterations, key);
        EXPECT_EQ(key, vector.expected) << vector.kind;
    }
}

TEST(scrypt, gives_the_rfcs_keys_for_every_cost) {
    int computed = 0;
    for (const Vector& vector : vectors_of("rfc7914-scrypt")) {
        if (vector.cost.n * vector.cost.r <= cost_max) {
            Bytes key(vector.expected.size());
            scrypt(vector.password, vector.salt, vector.cost, key);
            EXPECT_EQ(key, vector.expected) << "N = " << vector.cost.n;
            ++computed;
        }
    }
    EXPECT_EQ(computed, 3);
}

TEST(scrypt, gives_litecoins_published_hashes_and_openssls_of_random_headers) {
    std::size_t computed = 0;
    for (const char* kind : {"litecoin-", "fresh-"}) {
        for (const Vector& vector : vectors_of(kind)) {
            HashBytes hash;
            litecoin_hash(vector.password, hash);
            EXPECT_EQ(Bytes(hash.begin(), hash.end()), vector.expected) << vector.kind;
            ++computed;
        }
    }
    EXPECT_EQ(computed, 208U);
}

}  // namespace
}  // namespace sluice::kernels::scrypt
