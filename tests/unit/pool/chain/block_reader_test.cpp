#include "pool/chain/block_reader.hpp"

#include "protocol/bitcoin/coinbase.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

Bytes coinbase_of(const std::vector<protocol::CoinbaseOutput>& outputs) {
    protocol::CoinbaseSpec spec;
    spec.height = 300;
    spec.outputs = outputs;
    const auto parts = protocol::build_coinbase(spec);
    return protocol::join_coinbase(parts->coinb1, Bytes(8, 1), {}, parts->coinb2);
}

Bytes block_of(ByteSpan coinbase, std::uint64_t transactions = 1) {
    Bytes block(80, 0x22);
    append_compact_size(block, transactions);
    append(block, coinbase);
    return block;
}

std::string_view reason_of(const Bytes& block) {
    const auto decoded = decode_block(block);
    return decoded ? "decoded" : decoded.error();
}

const Bytes coinbase = coinbase_of({{Bytes(25, 1), 40}, {Bytes(300, 2), 2}});

// Offsets in `coinbase`: 4 bytes of version, one input count, 36 of outpoint, then the script.
constexpr std::size_t inputs_at = 4;
constexpr std::size_t outpoint_at = 5;
constexpr std::size_t script_at = 41;

TEST(block_reader, reads_header_and_coinbase) {
    const auto decoded = decode_block(block_of(coinbase));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->header.version, 0x2222'2222U);
    EXPECT_EQ(decoded->coinbase, coinbase);
    EXPECT_EQ(decoded->coinbase_id, protocol::sha256d(coinbase));
    EXPECT_EQ(decoded->value, 42);
    EXPECT_EQ(decoded->coinbase_script.size(), coinbase[script_at]);
}

TEST(block_reader, refuses_a_block_cut_anywhere) {
    const Bytes whole = block_of(coinbase);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(decode_block(ByteSpan(whole).first(size))) << size;
    }
}

TEST(block_reader, refuses_bytes_after_the_coinbase) {
    Bytes block = block_of(coinbase);
    block.push_back(0);
    EXPECT_EQ(reason_of(block), "bad-blk-decode");
}

TEST(block_reader, refuses_other_transactions) {
    EXPECT_EQ(reason_of(block_of(coinbase, 0)), "bad-cb-missing");
    EXPECT_EQ(reason_of(block_of(coinbase, 2)), "bad-txns");
    EXPECT_EQ(reason_of(block_of(coinbase, UINT64_MAX)), "bad-txns");
}

TEST(block_reader, refuses_a_witness) {
    EXPECT_EQ(reason_of(block_of(protocol::add_coinbase_witness(coinbase))), "unexpected-witness");
}

TEST(block_reader, refuses_a_first_transaction_that_spends) {
    Bytes spending = coinbase;
    spending[outpoint_at] = 1;
    EXPECT_EQ(reason_of(block_of(spending)), "bad-cb-missing");
    spending = coinbase;
    spending[inputs_at] = 2;
    EXPECT_EQ(reason_of(block_of(spending)), "bad-cb-missing");
}

TEST(block_reader, refuses_a_script_of_a_wrong_length) {
    const std::size_t old_size = coinbase[script_at];
    for (const std::size_t size : {std::size_t{1}, std::size_t{101}}) {
        Bytes changed(coinbase.begin(), coinbase.begin() + script_at);
        changed.push_back(static_cast<std::uint8_t>(size));
        changed.insert(changed.end(), size, 7);
        changed.insert(changed.end(),
                       coinbase.begin() + static_cast<std::ptrdiff_t>(script_at + 1 + old_size),
                       coinbase.end());
        EXPECT_EQ(reason_of(block_of(changed)), "bad-cb-length") << size;
    }
}

TEST(block_reader, refuses_values_outside_the_range) {
    EXPECT_EQ(reason_of(block_of(coinbase_of({{Bytes{}, -1}}))), "bad-txns-vout-negative");
    EXPECT_EQ(reason_of(block_of(coinbase_of({{Bytes{}, INT64_MAX}, {Bytes{}, 1}}))),
              "bad-txns-txouttotal-toolarge");
}

TEST(block_reader, refuses_an_absurd_size) {
    EXPECT_EQ(reason_of(Bytes(block_size_max + 1)), "bad-blk-length");
}

// Seven chains whose last block follows BIP54's coinbase rule, or does not.
TEST(block_reader, tells_the_coinbases_of_bip54) {
    int judged = 0;
    for (const auto& chain : sluice::tests::json_vectors("coinbase/bip54-coinbases.json")) {
        const auto& blocks = chain.at("block_chain");
        const auto block = decode_block(sluice::tests::unhex(blocks.back()));
        ASSERT_TRUE(block) << block.error();
        const auto height = static_cast<std::int64_t>(blocks.size()) - 1;
        EXPECT_EQ(is_locked_to_height(*block, height), chain.at("valid").get<bool>())
            << chain.at("comment");
        ++judged;
    }
    EXPECT_EQ(judged, 7);
}

}  // namespace
}  // namespace sluice::pool
