#include "protocol/bitcoin/block_assembly.hpp"

#include "protocol/bitcoin/merkle.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

BlockTemplate template_of(const nlohmann::json& block) {
    const auto decoded =
        decode_template(tests::json_vectors("gbt/" + block.at("template").get<std::string>()));
    EXPECT_TRUE(decoded) << message(decoded.error());
    return *decoded;
}

BlockHeader header_of(const nlohmann::json& block) {
    const Bytes bytes = tests::unhex(block.at("header").at("hex"));
    return parse_header(std::span(bytes).first<block_header_size>());
}

TEST(block_assembly, rebuilds_every_accepted_block_byte_for_byte) {
    for (const char* name :
         {"accepted-block", "accepted-block-signet", "accepted-block-litecoin-mweb"}) {
        SCOPED_TRACE(name);
        const auto block = tests::json_vectors(std::string("gbt/") + name + ".json");
        const Bytes coinbase = tests::unhex(block.at("coinbase_stripped"));
        EXPECT_EQ(to_hex(assemble_block(header_of(block), coinbase, template_of(block))),
                  block.at("block_hex"));
    }
}

TEST(block_assembly, branch_and_root_equal_the_accepted_blocks) {
    for (const char* name :
         {"accepted-block", "accepted-block-signet", "accepted-block-litecoin-mweb"}) {
        SCOPED_TRACE(name);
        const auto block = tests::json_vectors(std::string("gbt/") + name + ".json");
        std::vector<Hash256> txids;
        for (const TemplateTransaction& transaction : template_of(block).transactions) {
            txids.push_back(transaction.txid);
        }
        const auto branch = merkle_branch(txids);
        const auto& expected = block.at("merkle_branch_internal");
        ASSERT_EQ(branch.size(), expected.size());
        for (std::size_t i = 0; i < branch.size(); ++i) {
            EXPECT_EQ(to_hex(branch[i].bytes), expected.at(i));
        }
        const Hash256 coinbase = sha256d(tests::unhex(block.at("coinbase_stripped")));
        EXPECT_EQ(to_hex(fold_branch(coinbase, branch).bytes), block.at("merkle_root_internal"));
        txids.insert(txids.begin(), coinbase);
        EXPECT_EQ(merkle_root(txids), header_of(block).merkle_root);
    }
}

// bcoin offers a commitment for the future while segwit is still voted on, and then refuses a
// block with witness data.
TEST(block_assembly, adds_the_witness_only_when_segwit_is_active) {
    const auto block = tests::json_vectors("gbt/accepted-block-signet.json");
    const Bytes coinbase = tests::unhex(block.at("coinbase_stripped"));
    const std::string stripped_block = block.at("header").at("hex").get<std::string>() + "01" +
                                       block.at("coinbase_stripped").get<std::string>();
    BlockTemplate block_template = template_of(block);
    block_template.rules = {"csv"};
    EXPECT_EQ(to_hex(assemble_block(header_of(block), coinbase, block_template)), stripped_block);
    block_template.rules = {"csv", "segwit"};
    block_template.witness_commitment.reset();
    EXPECT_EQ(to_hex(assemble_block(header_of(block), coinbase, block_template)), stripped_block);
}

TEST(block_assembly, counts_transactions_in_three_bytes_from_253_on) {
    BlockTemplate block_template;
    TemplateTransaction transaction;
    transaction.data = {0xab};
    block_template.transactions.assign(252, transaction);
    const Bytes block = assemble_block({}, Bytes{0xcb}, block_template);
    EXPECT_EQ(to_hex(ByteSpan{block}.subspan(block_header_size, 5)), "fdfd00cbab");
    EXPECT_EQ(block.size(), block_header_size + 3 + 1 + 252);
}

}  // namespace
}  // namespace sluice::protocol
