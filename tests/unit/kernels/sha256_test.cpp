#include "kernels/hash/sha256.hpp"

#include "base/hex.hpp"
#include "protocol/pow/hash256.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels::sha256d {
namespace {

std::string sha256_hex(std::string_view message) {
    HashBytes out;
    sha256(std::span(reinterpret_cast<const std::uint8_t*>(message.data()), message.size()), out);
    return to_hex(out);
}

// The examples that NIST publishes for FIPS 180-4.
TEST(sha256, gives_the_published_digests) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                         "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
              "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, agrees_with_openssl_at_every_size_around_the_block_edges) {
    std::vector<std::uint8_t> message;
    for (std::size_t size = 0; size <= 3 * block_size + 1; ++size) {
        HashBytes once;
        HashBytes twice;
        sha256(message, once);
        sha256d(message, twice);
        EXPECT_EQ(once, protocol::sha256(message)) << size << " bytes";
        EXPECT_EQ(twice, protocol::sha256d(message).bytes) << size << " bytes";
        message.push_back(static_cast<std::uint8_t>(31 * size + 7));
    }
}

}  // namespace
}  // namespace sluice::kernels::sha256d
