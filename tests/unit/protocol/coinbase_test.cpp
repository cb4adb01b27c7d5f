#include "protocol/bitcoin/coinbase.hpp"

#include "protocol/pow/hash256.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sluice::protocol {
namespace {

using ::testing::HasSubstr;

CoinbaseSpec plain_spec() {
    CoinbaseSpec spec;
    spec.height = 3;
    spec.tag = "/vectors/";
    spec.outputs = {
        {tests::unhex(std::string("0014751e76e8199196d454941c45d1b3a323f1433bd6")), 5'000'000'000}};
    return spec;
}

/// The form of the recorded blocks: a final sequence and no lock time.
Bytes before_bip54(Bytes coinb2) {
    std::fill_n(coinb2.begin(), 4, std::uint8_t{0xff});
    std::fill(coinb2.end() - 4, coinb2.end(), std::uint8_t{0});
    return coinb2;
}

std::string problem_of(const CoinbaseSpec& spec) {
    const auto parts = build_coinbase(spec);
    return parts ? "" : parts.error();
}

TEST(coinbase, halves_and_both_forms_equal_the_accepted_blocks) {
    for (const char* name :
         {"accepted-block", "accepted-block-signet", "accepted-block-litecoin-mweb"}) {
        SCOPED_TRACE(name);
        const auto block = tests::json_vectors(std::string("gbt/") + name + ".json");
        const auto source = tests::json_vectors("gbt/" + block.at("template").get<std::string>());
        const Bytes extranonce1 = tests::unhex(block.at("extranonce1"));
        const Bytes extranonce2 = tests::unhex(block.at("extranonce2"));
        CoinbaseSpec spec;
        spec.height = source.at("height");
        spec.tag = "/vectors/";
        spec.extranonce_size = extranonce1.size() + extranonce2.size();
        spec.outputs = {{tests::unhex(block.at("payout_script")), source.at("coinbasevalue")}};
        spec.witness_commitment = tests::unhex(source.at("default_witness_commitment"));

        const auto parts = build_coinbase(spec);
        ASSERT_TRUE(parts) << parts.error();
        EXPECT_EQ(to_hex(parts->coinb1), block.at("coinb1"));
        EXPECT_EQ(to_hex(before_bip54(parts->coinb2)), block.at("coinb2"));
        const Bytes stripped =
            join_coinbase(parts->coinb1, extranonce1, extranonce2, before_bip54(parts->coinb2));
        EXPECT_EQ(to_hex(stripped), block.at("coinbase_stripped"));
        EXPECT_EQ(to_display_hex(sha256d(stripped)), block.at("coinbase_txid"));
        EXPECT_EQ(to_hex(add_coinbase_witness(stripped)), block.at("coinbase_with_witness"));
    }
}

TEST(coinbase, holds_height_aux_tag_and_extranonce_in_this_order) {
    CoinbaseSpec spec = plain_spec();
    spec.height = 150;
    spec.aux = {0xf1, 0xa9};
    spec.tag = "hi";
    const auto parts = build_coinbase(spec);
    ASSERT_TRUE(parts);
    EXPECT_EQ(to_hex(ByteSpan{parts->coinb1}.subspan(41)),
              "11"      // scriptSig length: 3 + 2 + 3 + 1 + 8
              "029600"  // height
              "f1a9"    // coinbaseaux
              "026869"  // tag
              "08");    // push of the extranonce
}

TEST(coinbase, pushes_the_work_id_together_with_the_extranonce) {
    CoinbaseSpec spec = plain_spec();
    spec.tag = "hi";
    spec.work_id = {0xa1, 0xa2, 0xa3};
    const auto parts = build_coinbase(spec);
    ASSERT_TRUE(parts);
    EXPECT_EQ(to_hex(ByteSpan{parts->coinb1}.subspan(41)),
              "10"          // scriptSig length: 1 + 3 + 1 + 3 + 8
              "53"          // height
              "026869"      // tag
              "0ba1a2a3");  // push of the work id and the extranonces
}

TEST(coinbase, without_a_tag_has_no_push_for_it) {
    CoinbaseSpec spec = plain_spec();
    spec.tag.clear();
    spec.extranonce_size = 6;
    const auto parts = build_coinbase(spec);
    ASSERT_TRUE(parts);
    EXPECT_EQ(to_hex(ByteSpan{parts->coinb1}.subspan(41)), "085306");
}

TEST(coinbase, lists_every_output_and_the_commitment_last) {
    CoinbaseSpec spec = plain_spec();
    spec.outputs = {{{0x51}, 1}, {{0x52, 0x52}, 0x0102030405060708}};
    spec.witness_commitment = Bytes{0x6a, 0x01};
    const auto parts = build_coinbase(spec);
    ASSERT_TRUE(parts);
    EXPECT_EQ(to_hex(parts->coinb2),
              "feffffff"
              "03"
              "01000000000000000151"
              "0807060504030201025252"
              "0000000000000000026a01"
              "02000000");
}

// BIP54: a lock time of the height before, and a sequence that lets it count.
TEST(coinbase, is_locked_to_the_height_before) {
    CoinbaseSpec spec = plain_spec();
    for (const auto& [height, lock_time] :
         {std::pair{0, "00000000"}, {1, "00000000"}, {900'000, "9fbb0d00"}}) {
        spec.height = height;
        const auto parts = build_coinbase(spec);
        ASSERT_TRUE(parts);
        EXPECT_EQ(to_hex(ByteSpan{parts->coinb2}.first(4)), "feffffff");
        EXPECT_EQ(to_hex(ByteSpan{parts->coinb2}.last(4)), lock_time);
    }
}

// DIP2: version 3 and type 5 in one field, the payload behind its length at the end.
TEST(coinbase, with_a_payload_is_a_special_transaction) {
    CoinbaseSpec spec = plain_spec();
    const auto plain = build_coinbase(spec);
    spec.payload = Bytes(0x102, 0xab);
    const auto parts = build_coinbase(spec);
    ASSERT_TRUE(parts) << parts.error();
    EXPECT_EQ(to_hex(ByteSpan{parts->coinb1}.first(4)), "03000500");
    EXPECT_EQ(to_hex(ByteSpan{parts->coinb1}.subspan(4)),
              to_hex(ByteSpan{plain->coinb1}.subspan(4)));
    EXPECT_EQ(to_hex(parts->coinb2), to_hex(plain->coinb2) + "fd0201" + to_hex(spec.payload));
    spec.witness_commitment = Bytes{0x6a};
    EXPECT_THAT(problem_of(spec), HasSubstr("not both"));
}

TEST(coinbase, refuses_a_script_over_100_bytes_and_says_which_part_is_long) {
    CoinbaseSpec spec = plain_spec();
    spec.height = 800'000;            // 4 bytes
    spec.tag = std::string(64, 't');  // 65
    spec.extranonce_size = 12;        // 13
    spec.aux = Bytes(18, 0);          // 100 in all
    EXPECT_EQ(problem_of(spec), "");
    spec.aux.push_back(0);
    EXPECT_EQ(problem_of(spec),
              "coinbase scriptSig of 101 bytes, consensus allows 100: tag 64, coinbaseaux 19, "
              "work id 0, extranonces 12 bytes; shorten the tag");
}

TEST(coinbase, leaves_room_for_the_longest_tag_and_extranonces) {
    CoinbaseSpec spec = plain_spec();
    spec.height = 8'000'000;
    spec.tag = std::string(coinbase_tag_size_max, 't');
    spec.extranonce_size = extranonce_size_max;
    spec.aux = Bytes(13, 0);
    EXPECT_EQ(problem_of(spec), "");
}

TEST(coinbase, refuses_impossible_parts) {
    CoinbaseSpec spec = plain_spec();
    spec.tag = std::string(65, 't');
    EXPECT_THAT(problem_of(spec), HasSubstr("tag of 65 bytes, at most 64"));
    spec = plain_spec();
    spec.extranonce_size = 17;
    EXPECT_THAT(problem_of(spec), HasSubstr("extranonces of 17 bytes"));
    spec.extranonce_size = 0;
    EXPECT_THAT(problem_of(spec), HasSubstr("extranonces of 0 bytes"));
    spec = plain_spec();
    spec.height = -1;
    EXPECT_THAT(problem_of(spec), HasSubstr("height -1 is negative"));
}

}  // namespace
}  // namespace sluice::protocol
