#include "protocol/bitcoin/script.hpp"

#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sluice::protocol {
namespace {

std::string pushed_number(std::int64_t number) {
    Bytes script;
    append_push_number(script, number);
    return to_hex(script);
}

// BIP34 as Bitcoin Core enforces it: the bytes of `CScript() << height`.
TEST(script, pushes_heights_as_bip34_wants) {
    EXPECT_EQ(pushed_number(0), "00");
    EXPECT_EQ(pushed_number(1), "51");
    EXPECT_EQ(pushed_number(16), "60");
    EXPECT_EQ(pushed_number(17), "0111");
    EXPECT_EQ(pushed_number(127), "017f");
    EXPECT_EQ(pushed_number(128), "028000");
    EXPECT_EQ(pushed_number(255), "02ff00");
    EXPECT_EQ(pushed_number(256), "020001");
    EXPECT_EQ(pushed_number(32767), "02ff7f");
    EXPECT_EQ(pushed_number(32768), "03008000");
    EXPECT_EQ(pushed_number(227931), "035b7a03");  // the first block under BIP34
    EXPECT_EQ(pushed_number(8388607), "03ffff7f");
    EXPECT_EQ(pushed_number(8388608), "0400008000");
    EXPECT_EQ(pushed_number(std::numeric_limits<std::int32_t>::max()), "04ffffff7f");
}

TEST(script, pushes_data_with_the_shortest_opcode) {
    const auto opcode_of = [](std::size_t size) {
        Bytes script;
        append_push(script, Bytes(size, 0xee));
        return to_hex(ByteSpan{script}.first(script.size() - size));
    };
    EXPECT_EQ(opcode_of(0), "00");
    EXPECT_EQ(opcode_of(1), "01");
    EXPECT_EQ(opcode_of(75), "4b");
    EXPECT_EQ(opcode_of(76), "4c4c");
    EXPECT_EQ(opcode_of(255), "4cff");
    EXPECT_EQ(opcode_of(256), "4d0001");
    EXPECT_EQ(opcode_of(520), "4d0802");
}

TEST(script, writes_the_standard_outputs) {
    const Bytes hash(20, 0xaa);
    const std::string digits(40, 'a');
    EXPECT_EQ(to_hex(pay_to_pubkey_hash(hash)), "76a914" + digits + "88ac");
    EXPECT_EQ(to_hex(pay_to_script_hash(hash)), "a914" + digits + "87");
    EXPECT_EQ(to_hex(pay_to_witness(0, hash)), "0014" + digits);
    EXPECT_EQ(to_hex(pay_to_witness(1, hash)), "5114" + digits);
    EXPECT_EQ(to_hex(pay_to_witness(16, hash)), "6014" + digits);
}

TEST(script, knows_a_witness_output_by_its_form) {
    EXPECT_TRUE(is_witness_output(pay_to_witness(0, Bytes(20, 1))));
    EXPECT_TRUE(is_witness_output(pay_to_witness(1, Bytes(32, 1))));
    EXPECT_TRUE(is_witness_output(pay_to_witness(16, Bytes(2, 1))));
    EXPECT_TRUE(is_witness_output(pay_to_witness(16, Bytes(40, 1))));
    EXPECT_FALSE(is_witness_output(pay_to_witness(16, Bytes(41, 1))));
    EXPECT_FALSE(is_witness_output(pay_to_witness(16, Bytes(1, 1))));
    EXPECT_FALSE(is_witness_output(pay_to_pubkey_hash(Bytes(20, 1))));
    EXPECT_FALSE(is_witness_output(pay_to_script_hash(Bytes(20, 1))));
    Bytes longer = pay_to_witness(0, Bytes(20, 1));
    longer.push_back(0x51);
    EXPECT_FALSE(is_witness_output(longer));
    EXPECT_FALSE(is_witness_output({}));
}

}  // namespace
}  // namespace sluice::protocol
