#include "protocol/bitcoin/cashaddr.hpp"

#include "base/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string cashaddr_problem(std::string_view text,
                             std::string_view default_prefix = "bitcoincash") {
    const auto decoded = decode_cashaddr(text, default_prefix);
    return decoded ? "" : decoded.error();
}

// cashaddr.md, "Larger test vectors".
TEST(cashaddr, decodes_every_size_of_the_specification) {
    struct Vector {
        const char* address;
        const char* prefix;
        CashAddressType type;
        const char* hash;
    };
    constexpr auto key = CashAddressType::pubkey_hash;
    constexpr auto script = CashAddressType::script_hash;
    const std::vector<Vector> vectors{
        {"bitcoincash:qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2", "bitcoincash", key,
         "f5bf48b397dae70be82b3cca4793f8eb2b6cdac9"},
        {"pref:pr6m7j9njldwwzlg9v7v53unlr4jkmx6ey65nvtks5", "pref", script,
         "f5bf48b397dae70be82b3cca4793f8eb2b6cdac9"},
        {"bchtest:p9adhakpwzztepkpwp5z0dq62m6u5v5xtyj7j3h2u94tsynr", "bchtest", script,
         "7adbf6c17084bc86c1706827b41a56f5ca32865925e946ea"},
        {"bitcoincash:qgagf7w02x4wnz3mkwnchut2vxphjzccwxgjvvjmlsxqwkcw59jxxuz", "bitcoincash", key,
         "3a84f9cf51aae98a3bb3a78bf16a6183790b18719126325bfc0c075b"},
        {"bchtest:pvch8mmxy0rtfrlarg7ucrxxfzds5pamg73h7370aa87d80gyhqxq7fqng6m6", "bchtest", script,
         "3173ef6623c6b48ffd1a3dcc0cc6489b0a07bb47a37f47cfef4fe69de825c060"},
        {"bitcoincash:qnq8zwpj8cq05n7pytfmskuk9r4gzzel8qtsvwz79zdskftrzxtar994cgutavfklv39gr3uvz",
         "bitcoincash", key,
         "c07138323e00fa4fc122d3b85b9628ea810b3f381706385e289b0b25631197d194b5c238beb136fb"},
        {"bitcoincash:qh3krj5607v3qlqh5c3wq3lrw3wnuxw0sp8dv0zugrrt5a3kj6ucysfz8kxwv2k53krr7n933jfsu"
         "nqex2w82sl",
         "bitcoincash", key,
         "e361ca9a7f99107c17a622e047e3745d3e19cf804ed63c5c40c6ba763696b98241223d8ce62ad48d863f4cb18"
         "c930e4c"},
        {"bchtest:pmvl5lzvdm6km38lgga64ek5jhdl7e3aqd9895wu04fvhlnare5937w4ywkq57juxsrhvw8ym5d8qx7sz"
         "7zz0zvcypqs6kgdsg2g",
         "bchtest", script,
         "d9fa7c4c6ef56dc4ff423baae6d495dbff663d034a72d1dc7d52cbfe7d1e6858f9d523ac0a7a5c34077638e4d"
         "d1a701bd017842789982041"},
        {"bitcoincash:qlg0x333p4238k0qrc5ej7rzfw5g8e4a4r6vvzyrcy8j3s5k0en7calvclhw46hudk5flttj6ydvj"
         "c0pv3nchp52amk97tqa5zygg96mtky5sv5w",
         "bitcoincash", key,
         "d0f346310d5513d9e01e299978624ba883e6bda8f4c60883c10f28c2967e67ec77ecc7eeeaeafc6da89fad72d"
         "11ac961e164678b868aeeec5f2c1da08884175b"},
    };
    for (const Vector& vector : vectors) {
        const auto decoded = decode_cashaddr(vector.address, "");
        ASSERT_TRUE(decoded) << decoded.error();
        EXPECT_EQ(decoded->prefix, vector.prefix);
        EXPECT_EQ(decoded->type, vector.type);
        EXPECT_EQ(to_hex(decoded->hash), vector.hash);
    }
}

// cashaddr.md, "Checksum": good checksums over payloads that no address has.
TEST(cashaddr, checks_the_checksum_before_the_payload) {
    for (const char* text : {"prefix:x64nx6hz", "p:gpf8m4h7", "PREFIX:X64NX6HZ",
                             "bitcoincash:qpzry9x8gf2tvdw0s3jn54khce6mua7lcw20ayyn",
                             "bchtest:spectestnetaddressrealrealaddressqpan2k9lh",
                             "bchreg:555555555555555555555555555555555555555555555udxmlmrz"}) {
        EXPECT_THAT(cashaddr_problem(text), Not(HasSubstr("checksum:"))) << text;
        EXPECT_NE(cashaddr_problem(text), "") << text;
    }
    EXPECT_THAT(cashaddr_problem("prefix:x32nx6hz"), HasSubstr("bad checksum"));
    EXPECT_THAT(cashaddr_problem("bitcoincash:qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg3"),
                HasSubstr("bad checksum"));
    EXPECT_THAT(cashaddr_problem("bchtest:qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2"),
                HasSubstr("bad checksum"));
}

TEST(cashaddr, says_what_is_wrong) {
    EXPECT_THAT(cashaddr_problem("prEfix:x64nx6hz"), HasSubstr("mixed upper and lower case"));
    EXPECT_THAT(cashaddr_problem("pref1x:6m8cxv73"), HasSubstr("no prefix of letters"));
    EXPECT_THAT(cashaddr_problem(":u9wsx07j"), HasSubstr("no prefix of letters"));
    EXPECT_THAT(cashaddr_problem("qqqq", ""), HasSubstr("no prefix of letters"));
    EXPECT_THAT(cashaddr_problem("prefix:"), HasSubstr("too short"));
    EXPECT_THAT(cashaddr_problem("bitcoincash:qrb"),
                HasSubstr("character 15 is not in the cashaddr"));
    EXPECT_THAT(cashaddr_problem(std::string(141, 'q')), HasSubstr("too long"));
}

// cashaddr.md, "Undefined types".
TEST(cashaddr, knows_two_types) {
    EXPECT_THAT(
        cashaddr_problem("prefix:0zeuqqwwk0xjclsv4lzljpye09m74gv4darmzluu6g4yxxk5eja92nup8dp7p"),
        HasSubstr("address type 15 is not known"));
}

}  // namespace
}  // namespace sluice::protocol
