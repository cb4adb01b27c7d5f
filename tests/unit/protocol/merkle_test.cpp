#include "protocol/bitcoin/merkle.hpp"

#include "tests/unit/protocol/vector_files.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

std::vector<Hash256> numbered_leaves(std::size_t count) {
    std::vector<Hash256> leaves(count);
    for (std::size_t i = 0; i < count; ++i) {
        store_le64(leaves[i].bytes.data(), i + 1);
    }
    return leaves;
}

// Block 170, the first with a payment: two transactions.
TEST(merkle, root_of_a_real_block) {
    const std::vector<Hash256> leaves{
        *from_display_hex("b1fea52486ce0c62bb442b530a3f0132b826c74e473d1f2c220bfa78111c5082"),
        *from_display_hex("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16")};
    EXPECT_EQ(to_display_hex(merkle_root(leaves)),
              "7dac2c5666815c17a3b36427de37bb9d2e2c5ccec3f8633eb91a4205cb4c10ff");
}

TEST(merkle, branch_leads_to_the_root_for_every_size) {
    for (std::size_t count = 1; count <= 70; ++count) {
        const auto leaves = numbered_leaves(count);
        const auto branch = merkle_branch(std::span(leaves).subspan(1));
        EXPECT_EQ(fold_branch(leaves[0], branch), merkle_root(leaves)) << count;
    }
}

TEST(merkle, lone_coinbase_is_the_root) {
    const auto leaves = numbered_leaves(1);
    EXPECT_TRUE(merkle_branch({}).empty());
    EXPECT_EQ(merkle_root(leaves), leaves[0]);
    EXPECT_EQ(fold_branch(leaves[0], {}), leaves[0]);
}

TEST(merkle, odd_level_pairs_its_last_hash_with_itself) {
    auto leaves = numbered_leaves(3);
    const Hash256 root = merkle_root(leaves);
    leaves.push_back(leaves.back());
    EXPECT_EQ(merkle_root(leaves), root);
}

// BIP141: the coinbase's own leaf is zero, the commitment is over the root and the reserved value.
TEST(merkle, witness_commitments_of_recorded_templates_are_reproduced) {
    const auto check = [](const nlohmann::json& block_template) {
        std::vector<Hash256> leaves(1);
        for (const auto& transaction : block_template.at("transactions")) {
            leaves.push_back(*from_display_hex(transaction.at("hash").get<std::string>()));
        }
        const Hash256 root = merkle_root(leaves);
        const Hash256 reserved_value;
        const std::array<ByteSpan, 2> parts{root.bytes, reserved_value.bytes};
        EXPECT_EQ("6a24aa21a9ed" + to_hex(sha256d_of_parts(parts).bytes),
                  block_template.at("default_witness_commitment"));
    };
    check(tests::json_vectors("stratum/share-vectors.json").at("shares").at(1).at("template"));
    check(tests::json_vectors("gbt/knots-regtest-20tx.json"));
    check(tests::json_vectors("gbt/litecoin-regtest-mweb.json"));
}

}  // namespace
}  // namespace sluice::protocol
