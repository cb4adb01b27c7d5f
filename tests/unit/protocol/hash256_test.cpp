#include "protocol/pow/hash256.hpp"

#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sluice::protocol {
namespace {

Bytes ascii(std::string_view text) { return {text.begin(), text.end()}; }

// FIPS 180-4 examples, one block and two.
TEST(sha256, gives_the_standard_answers) {
    EXPECT_EQ(to_hex(sha256(ascii("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256(ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(sha256d, hashes_twice) {
    EXPECT_EQ(to_hex(sha256d(ascii("hello")).bytes),
              "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
}

TEST(sha256d, is_the_same_over_parts_as_over_the_whole) {
    const Bytes whole = ascii("coinb1 extranonce coinb2");
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        const std::array<ByteSpan, 3> parts{ByteSpan{whole}.first(cut), ByteSpan{},
                                            ByteSpan{whole}.subspan(cut)};
        EXPECT_EQ(sha256d_of_parts(parts), sha256d(whole)) << cut;
    }
}

TEST(hash256, is_displayed_most_significant_byte_first) {
    Hash256 hash;
    hash.bytes[31] = 0x12;
    hash.bytes[0] = 0xab;
    const std::string text = "12" + std::string(60, '0') + "ab";
    EXPECT_EQ(to_display_hex(hash), text);
    EXPECT_EQ(from_display_hex(text), hash);
    EXPECT_FALSE(from_display_hex(text.substr(2)));
    EXPECT_FALSE(from_display_hex(text + "00"));
    EXPECT_FALSE(from_display_hex("zz" + text.substr(2)));
}

}  // namespace
}  // namespace sluice::protocol
