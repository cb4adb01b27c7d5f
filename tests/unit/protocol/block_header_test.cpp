#include "protocol/bitcoin/block_header.hpp"

#include "protocol/pow/target.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

// columns: chain,height,header_hex,hash,difficulty_of_hash,note
TEST(block_header, has_the_known_id_of_every_famous_block) {
    const auto rows = tests::csv_vectors("headers/btc-famous.csv");
    ASSERT_EQ(rows.size(), 19U);
    for (const auto& row : rows) {
        const Bytes bytes = tests::unhex(row[2]);
        ASSERT_EQ(bytes.size(), block_header_size);
        const BlockHeader header = parse_header(std::span(bytes).first<block_header_size>());
        EXPECT_EQ(to_display_hex(block_id(header)), row[3]) << row[0] << " " << row[1];
        EXPECT_EQ(to_hex(serialize(header)), row[2]);
        EXPECT_TRUE(meets(block_id(header), decode_compact(header.bits).target));
        const Target as_target{to_uint256(block_id(header))};
        const double expected = std::stod(row[4]);
        EXPECT_NEAR(difficulty_of(as_target).value, expected, 1e-6 + 1e-12 * expected);
    }
}

TEST(block_header, keeps_every_field_in_its_place) {
    BlockHeader header;
    header.version = 0x20002000;
    header.previous.bytes.fill(0x11);
    header.merkle_root.bytes.fill(0x22);
    header.time = 0x64b3f3ec;
    header.bits = 0x192495f8;
    header.nonce = 0xed460d91;
    const HeaderBytes bytes = serialize(header);
    EXPECT_EQ(to_hex(ByteSpan{bytes}.first(5)), "0020002011");
    EXPECT_EQ(to_hex(ByteSpan{bytes}.subspan(66)), "2222ecf3b364f8952419910d46ed");
    EXPECT_EQ(parse_header(bytes), header);
}

}  // namespace
}  // namespace sluice::protocol
