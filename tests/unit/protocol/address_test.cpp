#include "protocol/bitcoin/address.hpp"

#include "base/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string script_hex(std::string_view address, std::string_view network) {
    const auto script = script_of_address(address, *find_chain(network));
    return script ? to_hex(*script) : script.error();
}

std::string problem_of(std::string_view address, std::string_view network) {
    const auto script = script_of_address(address, *find_chain(network));
    return script ? "" : script.error();
}

// The genesis address, a well-known script hash, and testnet examples of the developer reference.
TEST(address, base58_pays_to_the_hash) {
    EXPECT_EQ(script_hex("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "main"),
              "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac");
    EXPECT_EQ(script_hex("1111111111111111111114oLvT2", "main"),
              "76a914000000000000000000000000000000000000000088ac");
    EXPECT_EQ(script_hex("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "main"),
              "a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87");
    for (const char* network : {"test", "testnet3", "testnet4", "signet", "regtest"}) {
        EXPECT_EQ(script_hex("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", network),
                  "76a914243f1394f44554f4ce3fd68649c19adc483ce92488ac");
        EXPECT_EQ(script_hex("2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc", network),
                  "a9144e9f39ca4688ff102128ea4ccda34105324305b087");
    }
}

// BIP350, "Test vectors for v0-v16 native segregated witness addresses".
TEST(address, witness_programs_of_bip350) {
    EXPECT_EQ(script_hex("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "main"),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
    EXPECT_EQ(script_hex("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7", "test"),
              "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262");
    EXPECT_EQ(script_hex("bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6"
                         "y",
                         "main"),
              "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd"
              "6");
    EXPECT_EQ(script_hex("BC1SW50QGDZ25J", "main"), "6002751e");
    EXPECT_EQ(script_hex("bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", "main"),
              "5210751e76e8199196d454941c45d1b3a323");
    EXPECT_EQ(
        script_hex("tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy", "signet"),
        "0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433");
    EXPECT_EQ(script_hex("tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c", "test"),
              "5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433");
    EXPECT_EQ(script_hex("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "main"),
              "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    EXPECT_EQ(script_hex("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "regtest"),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
}

// The invalid addresses of BIP350, each with its stated reason.
TEST(address, refuses_every_invalid_address_of_bip350) {
    const std::vector<std::tuple<const char*, const char*, const char*>> cases{
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", "main",
         "must use the bech32m checksum"},
        {"tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf", "test",
         "must use the bech32m checksum"},
        {"BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", "main",
         "must use the bech32m checksum"},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", "main", "must use the bech32 checksum"},
        {"tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47", "test",
         "must use the bech32 checksum"},
        {"bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", "main",
         "character 60 is not in the bech32 alphabet"},
        {"BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", "main",
         "witness version 17 does not exist"},
        {"bc1pw5dgrnzv", "main", "witness program of 1 bytes"},
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav", "main",
         "witness program of 41 bytes"},
        {"BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", "main",
         "witness program of 16 bytes; version 0 has 20 or 32"},
        {"tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq", "test",
         "mixed upper and lower case"},
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", "main",
         "bits that must be zero"},
        {"tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j", "test",
         "bits that must be zero"},
        {"bc1gmk9yu", "main", "nothing between the prefix and the checksum"},
        {"tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", "main", "addresses begin with"},
    };
    for (const auto& [address, network, reason] : cases) {
        EXPECT_THAT(problem_of(address, network), HasSubstr(reason)) << address;
    }
}

TEST(address, names_both_networks_when_they_differ) {
    EXPECT_EQ(problem_of("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "regtest"),
              "it is an address of main, not of regtest; regtest addresses begin with m, n, 2 or "
              "bcrt1");
    EXPECT_EQ(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "test"),
              "it is an address of main, bitcoincash or ecash, not of test; test addresses begin "
              "with m, n, 2 or tb1");
    EXPECT_EQ(problem_of("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "main"),
              "it is an address of test, testnet3, testnet4 or 11 others, not of main; main "
              "addresses begin with 1, 3 or bc1");
}

TEST(address, says_what_is_wrong_with_a_base58_one) {
    EXPECT_THAT(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "main"),
                HasSubstr("bad checksum"));
    EXPECT_THAT(problem_of("1A1zP1eP5QGefi2DMPTfTL5SLmv7Di0fNa", "main"),
                HasSubstr("character 31 is not in the base58 alphabet"));
    EXPECT_THAT(problem_of("", "main"), HasSubstr("too short"));
    EXPECT_THAT(problem_of("1111", "main"), HasSubstr("too short"));
    EXPECT_THAT(problem_of(std::string(121, '1'), "main"), HasSubstr("too long"));
    // 20 + 1 bytes, 20 - 1 bytes, and a version byte that no network has
    EXPECT_THAT(problem_of("17sJVfvMWz5aMVTuwpRkaD97VcGzqH2pF78", "main"),
                HasSubstr("a hash of 21 bytes"));
    EXPECT_THAT(problem_of("1MSp9Dq1gadqWMGiytTxHRVkfCkQ8nCu", "main"),
                HasSubstr("a hash of 19 bytes"));
    EXPECT_THAT(problem_of("Tas3vExdmvHHZhkC1z5ByHT3Szd491AdKz", "main"),
                HasSubstr("unknown version byte 66"));
}

// Addresses of the chains' own tests and documentation; the key hash 751e76e8... is BIP173's.
TEST(address, litecoin_pays_to_the_hash) {
    EXPECT_EQ(script_hex("ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "litecoin"),
              "0014751e76e8199196d454941c45d1b3a323f1433bd6");
    EXPECT_THAT(script_hex("tltc1qs3ym3gltz2uaw8ttrhg779w6k39x2yn5yytnttvhvkpzcxmh6vuqeswq3q",
                           "litecoin-test"),
                StartsWith("00208449b8a3eb12b9d71d6b1dd1ef15dab44a65"));
    EXPECT_THAT(script_hex("rltc1qj08ys4ct2hzzc2hcz6h2hgrvlmsjynawf4nr3r", "litecoin-regtest"),
                StartsWith("001493ce4857"));
    // M and 3 are the two script forms.
    EXPECT_THAT(script_hex("LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd", "litecoin"),
                AllOf(StartsWith("76a914"), EndsWith("88ac")));
    EXPECT_THAT(script_hex("M7zVKQKmtV5Rc7erVGVVC3khZbXxsS5HEX", "litecoin"),
                AllOf(StartsWith("a914"), EndsWith("87")));
    EXPECT_EQ(script_hex("3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "litecoin"),
              "a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87");
    EXPECT_THAT(script_hex("QbUV5DubYM1VRZiMhG3cGDBUuiRt9aHHMV", "litecoin-test"),
                AllOf(StartsWith("a914"), EndsWith("87")));
    EXPECT_THAT(problem_of("LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd", "main"),
                HasSubstr("it is an address of litecoin, not of main"));
    EXPECT_THAT(problem_of("ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "main"),
                HasSubstr("it is an address of litecoin, not of main"));
}

TEST(address, dogecoin_pays_to_the_hash_and_has_no_witness_form) {
    EXPECT_THAT(script_hex("D5ERdEN1gsouFSs7zsq7VYJxyWP6dP28H1", "dogecoin"),
                AllOf(StartsWith("76a914"), EndsWith("88ac")));
    EXPECT_THAT(script_hex("9rXbkMyi1S6thykRoXAZcY8fwUKYsy6cXE", "dogecoin"),
                AllOf(StartsWith("a914"), EndsWith("87")));
    EXPECT_THAT(problem_of("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "dogecoin"),
                HasSubstr("it is an address of main, not of dogecoin"));
}

// cashaddr.md, "Examples of address translation": both forms of one hash.
TEST(address, both_forms_of_bitcoin_cash_are_one_script) {
    const std::vector<std::pair<const char*, const char*>> pairs{
        {"1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu",
         "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"},
        {"1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR",
         "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy"},
        {"16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb",
         "bitcoincash:qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r"},
        {"3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC",
         "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq"},
        {"3LDsS579y7sruadqu11beEJoTjdFiFCdX4",
         "bitcoincash:pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e"},
        {"31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw",
         "bitcoincash:pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37"},
    };
    for (const auto& [base58, cash] : pairs) {
        const std::string script = script_hex(base58, "bitcoincash");
        EXPECT_EQ(script_hex(cash, "bitcoincash"), script);
        EXPECT_EQ(script_hex(std::string_view(cash).substr(12), "bitcoincash"), script);
        EXPECT_THAT(problem_of(cash, "main"),
                    HasSubstr("it is an address of bitcoincash, not of main"));
    }
    EXPECT_EQ(script_hex("bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t", "chipnet"),
              "a914f5bf48b397dae70be82b3cca4793f8eb2b6cdac987");
    EXPECT_THAT(problem_of("bitcoincash:qvch8mmxy0rtfrlarg7ucrxxfzds5pamg73h7370aa87d80gyhqxq5nle"
                           "gake",
                           "bitcoincash"),
                HasSubstr("a hash of 32 bytes"));
}

// The address of eCash's miner fund, in the two forms that Bitcoin ABC's functional test lists.
TEST(address, ecash_and_its_older_form_are_one_script) {
    const std::string script = script_hex("2NCXTUCFd1Q3EteVpVVDTrBBoKqvMPAoeEn", "ecash-regtest");
    EXPECT_EQ(script, "a914d37c4c809fe9840e7bfa77b86bd47163f6fb6c6087");
    EXPECT_EQ(script_hex("ecregtest:prfhcnyqnl5cgrnmlfmms675w93ld7mvvq9jcw0zsn", "ecash-regtest"),
              script);
    EXPECT_EQ(script_hex("ecash:prfhcnyqnl5cgrnmlfmms675w93ld7mvvqd0y8lz07", "ecash"), script);
}

TEST(address, of_any_chain_is_known_by_its_form) {
    EXPECT_EQ(*script_of_any_address("ecash:prfhcnyqnl5cgrnmlfmms675w93ld7mvvqd0y8lz07"),
              *script_of_any_address("2NCXTUCFd1Q3EteVpVVDTrBBoKqvMPAoeEn"));
    EXPECT_FALSE(script_of_any_address("yeRZBWYfeNE4yVUHV4ZLs83Ppn9aMRH57A"));  // Dash testnet
}

}  // namespace
}  // namespace sluice::protocol
