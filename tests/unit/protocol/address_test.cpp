#include "protocol/address.hpp"

#include "protocol/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using ::testing::HasSubstr;

std::string script_hex(std::string_view address, Network network) {
    const auto script = script_of_address(address, network);
    return script ? to_hex(*script) : script.error();
}

std::string problem_of(std::string_view address, Network network) {
    const auto script = script_of_address(address, network);
    return script ? "" : script.error();
}

// The genesis address, a well-known script hash, and testnet examples of the developer reference.
TEST(address, base58_pays_to_the_hash) {
    EXPECT_EQ(script_hex("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Network::main),
              "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac");
    EXPECT_EQ(script_hex("1111111111111111111114oLvT2", Network::main),
              "76a914000000000000000000000000000000000000000088ac");
    EXPECT_EQ(script_hex("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", Network::main),
              "a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87");
    for (const Network network : {Network::test, Network::signet, Network::regtest}) {
        EXPECT_EQ(script_hex("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", network),
                  "76a914243f1394f44554f4ce3fd68649c19adc483ce92488ac");
        EXPECT_EQ(script_hex("2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc", network),
                  "a9144e9f39ca4688ff102128ea4ccda34105324305b087");
    }
}

// BIP350, "Test vectors for v0-v16 native segregated witness addresses".
TEST(address, witness_programs_of_bip350) {
    EXPECT_EQ(script_hex("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Network::main),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
    EXPECT_EQ(
        script_hex("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7", Network::test),
        "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262");
    EXPECT_EQ(script_hex("bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6"
                         "y",
                         Network::main),
              "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd"
              "6");
    EXPECT_EQ(script_hex("BC1SW50QGDZ25J", Network::main), "6002751e");
    EXPECT_EQ(script_hex("bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", Network::main),
              "5210751e76e8199196d454941c45d1b3a323");
    EXPECT_EQ(script_hex("tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy",
                         Network::signet),
              "0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433");
    EXPECT_EQ(
        script_hex("tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c", Network::test),
        "5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433");
    EXPECT_EQ(
        script_hex("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Network::main),
        "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    EXPECT_EQ(script_hex("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", Network::regtest),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
}

// The invalid addresses of BIP350, each with its stated reason.
TEST(address, refuses_every_invalid_address_of_bip350) {
    const std::vector<std::tuple<const char*, Network, const char*>> cases{
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", Network::main,
         "must use the bech32m checksum"},
        {"tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf", Network::test,
         "must use the bech32m checksum"},
        {"BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", Network::main,
         "must use the bech32m checksum"},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", Network::main,
         "must use the bech32 checksum"},
        {"tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47", Network::test,
         "must use the bech32 checksum"},
        {"bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", Network::main,
         "character 60 is not in the bech32 alphabet"},
        {"BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", Network::main,
         "witness version 17 does not exist"},
        {"bc1pw5dgrnzv", Network::main, "witness program of 1 bytes"},
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
         Network::main, "witness program of 41 bytes"},
        {"BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", Network::main,
         "witness program of 16 bytes; version 0 has 20 or 32"},
        {"tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq", Network::test,
         "mixed upper and lower case"},
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", Network::main,
         "bits that must be zero"},
        {"tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j", Network::test,
         "bits that must be zero"},
        {"bc1gmk9yu", Network::main, "nothing between the prefix and the checksum"},
        {"tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", Network::main, "addresses begin with"},
    };
    for (const auto& [address, network, reason] : cases) {
        EXPECT_THAT(problem_of(address, network), HasSubstr(reason)) << address;
    }
}

TEST(address, names_both_networks_when_they_differ) {
    EXPECT_EQ(problem_of("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Network::regtest),
              "it is an address of main, not of regtest; regtest addresses begin with m, n, 2 or "
              "bcrt1");
    EXPECT_EQ(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Network::test),
              "it is an address of main, not of test; test addresses begin with m, n, 2 or tb1");
    EXPECT_EQ(problem_of("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", Network::main),
              "it is an address of test or signet or regtest, not of main; main addresses begin "
              "with 1, 3 or bc1");
}

TEST(address, says_what_is_wrong_with_a_base58_one) {
    EXPECT_THAT(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", Network::main),
                HasSubstr("bad checksum"));
    EXPECT_THAT(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7Di0fNa", Network::main),
                HasSubstr("character 31 is not in the base58 alphabet"));
    EXPECT_THAT(problem_of("", Network::main), HasSubstr("too short"));
    EXPECT_THAT(problem_of("1111", Network::main), HasSubstr("too short"));
    EXPECT_THAT(problem_of(std::string(121, '1'), Network::main), HasSubstr("too long"));
    // 20 + 1 bytes, 20 - 1 bytes, and a version byte that no network has
    EXPECT_THAT(problem_of("17sJVfvMWz5aMVTuwpRkaD97VcGzqH2pF78", Network::main),
                HasSubstr("a hash of 21 bytes"));
    EXPECT_THAT(problem_of("1MSp9Dq1gadqWMGiytTxHRVkfCkQ8nCu", Network::main),
                HasSubstr("a hash of 19 bytes"));
    EXPECT_THAT(problem_of("Tas3vExdmvHHZhkC1z5ByHT3Szd491AdKz", Network::main),
                HasSubstr("unknown version byte 66"));
}

TEST(address, networks_have_names) {
    for (const Network network :
         {Network::main, Network::test, Network::signet, Network::regtest}) {
        EXPECT_EQ(network_named(name_of(network)), network);
    }
    EXPECT_FALSE(network_named("mainnet"));
}

}  // namespace
}  // namespace sluice::protocol
