#include "protocol/bitcoin/block_template.hpp"

#include "tests/unit/protocol/vector_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

json full_reply() { return tests::json_vectors("gbt/knots-regtest-20tx.json"); }

std::string problem_of(const json& reply) {
    const auto decoded = decode_template(reply);
    return decoded ? "" : message(decoded.error());
}

TEST(block_template, decodes_every_recorded_reply) {
    for (const char* name :
         {"knots-regtest-height2", "knots-regtest-20tx", "knots-regtest-vb-started",
          "knots-regtest-vb-locked-in", "knots-regtest-vb-active", "knots-signet",
          "litecoin-regtest-height2", "litecoin-regtest-vb-started", "litecoin-regtest-mweb-first",
          "litecoin-regtest-mweb-empty", "litecoin-regtest-mweb"}) {
        SCOPED_TRACE(name);
        const json reply = tests::json_vectors(std::string("gbt/") + name + ".json");
        const auto decoded = decode_template(reply);
        ASSERT_TRUE(decoded) << message(decoded.error());
        EXPECT_EQ(decoded->version, reply.at("version"));
        EXPECT_EQ(to_display_hex(decoded->previous), reply.at("previousblockhash"));
        EXPECT_EQ(decoded->time, reply.at("curtime"));
        EXPECT_EQ(decoded->time_min, reply.at("mintime"));
        EXPECT_EQ(to_hex_be32(decoded->bits), reply.at("bits"));
        EXPECT_EQ(to_display_hex(to_hash256(decoded->target.value)), reply.at("target"));
        EXPECT_EQ(decoded->height, reply.at("height"));
        EXPECT_EQ(decoded->coinbase_value, reply.at("coinbasevalue"));
        EXPECT_EQ(decoded->longpoll_id, reply.at("longpollid"));
        EXPECT_EQ(to_hex(decoded->witness_commitment.value()),
                  reply.at("default_witness_commitment"));
        EXPECT_EQ(to_hex(decoded->mweb), reply.value("mweb", ""));
        EXPECT_TRUE(has_rule(*decoded, "segwit"));
        EXPECT_EQ(has_rule(*decoded, "mweb"), reply.contains("mweb"));
        EXPECT_EQ(json(decoded->vb_available), reply.at("vbavailable"));
        ASSERT_EQ(decoded->transactions.size(), reply.at("transactions").size());
        for (std::size_t i = 0; i < decoded->transactions.size(); ++i) {
            const TemplateTransaction& transaction = decoded->transactions[i];
            const json& expected = reply.at("transactions").at(i);
            EXPECT_EQ(to_hex(transaction.data), expected.at("data"));
            EXPECT_EQ(to_display_hex(transaction.txid), expected.at("txid"));
            EXPECT_EQ(to_display_hex(transaction.wtxid), expected.at("hash"));
            EXPECT_EQ(transaction.fee, expected.value("fee", 0));
            EXPECT_EQ(transaction.weight, expected.value("weight", 0));
            EXPECT_EQ(transaction.sigops, expected.value("sigops", 0));
        }
    }
}

TEST(block_template, names_every_required_field_that_is_missing) {
    for (const char* field : {"version", "previousblockhash", "curtime", "mintime", "bits",
                              "height", "coinbasevalue", "transactions"}) {
        json reply = full_reply();
        reply.erase(field);
        EXPECT_THAT(problem_of(reply),
                    StartsWith("getblocktemplate: " + std::string(field) + ": missing; expected "));
    }
    for (const char* field : {"data", "txid"}) {
        json reply = full_reply();
        reply["transactions"][3].erase(field);
        EXPECT_THAT(problem_of(reply), StartsWith("getblocktemplate: transactions[3]." +
                                                  std::string(field) + ": missing; expected "));
    }
}

// BIP22 knows one hash of a transaction; Dash's nodes send no other.
TEST(block_template, takes_the_hash_for_the_txid_where_there_is_no_segwit) {
    json reply = full_reply();
    json& transaction = reply["transactions"][0];
    transaction = {{"data", "00"}, {"hash", transaction["txid"]}};
    EXPECT_THAT(problem_of(reply), HasSubstr("transactions[0].txid: missing"));
    reply["transactions"] = json::array({transaction});
    reply.erase("default_witness_commitment");
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_EQ(to_display_hex(decoded->transactions[0].txid), reply["transactions"][0]["hash"]);
}

TEST(block_template, does_without_every_optional_field) {
    json reply = tests::json_vectors("gbt/knots-regtest-height2.json");
    for (const char* field : {"target", "rules", "vbavailable", "vbrequired", "coinbaseaux",
                              "longpollid", "default_witness_commitment"}) {
        reply.erase(field);
    }
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_FALSE(decoded->witness_commitment);
    EXPECT_TRUE(decoded->rules.empty());
    EXPECT_EQ(decoded->target, decode_compact(decoded->bits).target);
}

TEST(block_template, names_every_field_of_a_wrong_type) {
    const std::vector<std::pair<const char*, json>> cases{
        {"/version", "4"},
        {"/previousblockhash", 5},
        {"/curtime", "now"},
        {"/mintime", 1.5},
        {"/bits", 0x207fffff},
        {"/target", false},
        {"/height", json::array()},
        {"/coinbasevalue", nullptr},
        {"/transactions", "none"},
        {"/transactions/2", 7},
        {"/transactions/2/data", 7},
        {"/transactions/2/txid", nullptr},
        {"/transactions/2/fee", "1"},
        {"/rules", "csv"},
        {"/rules/0", 1},
        {"/vbavailable", json::array()},
        {"/vbrequired", "0"},
        {"/coinbaseaux", "00"},
        {"/longpollid", 1},
        {"/default_witness_commitment", 1},
        {"/mweb", 1},
    };
    for (const auto& [pointer, value] : cases) {
        json reply = full_reply();
        reply[json::json_pointer(pointer)] = value;
        EXPECT_THAT(problem_of(reply), HasSubstr(" instead of ")) << pointer;
    }
    EXPECT_EQ(problem_of(json::array()),
              "getblocktemplate: the reply is array instead of an object");
}

TEST(block_template, says_what_a_wrong_value_should_be) {
    const std::vector<std::tuple<const char*, json, const char*>> cases{
        {"/version", 4294967296LL, "version: 4294967296 is out of range; expected an integer"},
        {"/height", -1, "height: -1 is out of range"},
        {"/height", 18446744073709551615ULL, "height: 18446744073709551615 is out of range"},
        {"/coinbasevalue", -5, "coinbasevalue: -5 is out of range"},
        {"/previousblockhash", "00", "previousblockhash: not hexadecimal or of the wrong length"},
        {"/bits", "1d00fff", "bits: not hexadecimal or of the wrong length (7 characters)"},
        {"/bits", "1d80ffff", "bits: 1d80ffff is negative, zero or too large"},
        {"/bits", "207ffffe", "target: 7fffff"},
        {"/mintime", 1795255162, "curtime: 1795255161 is before mintime 1795255162"},
        {"/transactions/0/data", "", "transactions[0].data: empty"},
        {"/transactions/0/data", "0", "transactions[0].data: not hexadecimal"},
        {"/transactions/19/txid", "zz", "transactions[19].txid: not hexadecimal"},
        {"/coinbaseaux/flags", "abc", "coinbaseaux.flags: not hexadecimal"},
        {"/coinbaseaux/flags", json(), "coinbaseaux.flags: null instead of a string"},
        {"/vbavailable/late", 29,
         "vbavailable.late: 29 is out of range; expected an integer from "
         "0 to 28"},
        {"/longpollid", std::string(300, 'x'), "longpollid: 300 characters; at most 256"},
    };
    for (const auto& [pointer, value, expected] : cases) {
        json reply = full_reply();
        reply[json::json_pointer(pointer)] = value;
        EXPECT_THAT(problem_of(reply), StartsWith("getblocktemplate: " + std::string(expected)))
            << pointer;
    }
}

TEST(block_template, refuses_only_a_mandatory_rule_it_does_not_know) {
    json reply = full_reply();
    reply["rules"] = {"csv", "!segwit", "!taproot", "!signet", "futurefork"};
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_THAT(decoded->rules, ElementsAre("csv", "segwit", "taproot", "signet", "futurefork"));

    reply["rules"].push_back("!newcoinbase");
    EXPECT_EQ(problem_of(reply),
              "getblocktemplate: rules[5]: the node demands the rule \"newcoinbase\", which this "
              "version cannot build blocks for");
}

// BIP9: "!" marks a deployment that changes how blocks are built; bcoin and Core send it here too.
TEST(block_template, reads_pending_deployments_without_their_mark) {
    const auto decoded = decode_template(tests::json_vectors("gbt/bcoin-regtest-vb-started.json"));
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_THAT(decoded->vb_available,
                ElementsAre(Pair("csv", 0), Pair("segwit", 1), Pair("testdummy", 28)));
    EXPECT_EQ(decoded->version, 0x30000003U);
    EXPECT_EQ(to_hex(decoded->coinbase_aux), "6d696e65642062792062636f696e");
}

TEST(block_template, tells_an_offered_commitment_from_active_segwit) {
    const auto decoded = decode_template(tests::json_vectors("gbt/bcoin-regtest-vb-started.json"));
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_TRUE(decoded->witness_commitment);
    EXPECT_FALSE(has_rule(*decoded, "segwit"));
}

TEST(block_template, reads_the_version_bits_that_the_node_requires) {
    json reply = full_reply();
    reply["vbrequired"] = 3;
    EXPECT_EQ(decode_template(reply)->vb_required, 3U);
}

TEST(block_template, joins_the_values_of_coinbaseaux) {
    json reply = full_reply();
    reply["coinbaseaux"] = {{"flags", "062f503253482f"}, {"other", "ff"}, {"empty", ""}};
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(to_hex(decoded->coinbase_aux), "062f503253482fff");
}

TEST(block_template, reads_a_negative_version_as_its_bits) {
    json reply = full_reply();
    reply["version"] = -2147483648LL;
    EXPECT_EQ(decode_template(reply)->version, 0x80000000U);
}

TEST(block_template, wants_what_the_active_rules_make_necessary) {
    json reply = full_reply();
    reply.erase("default_witness_commitment");
    EXPECT_THAT(problem_of(reply), HasSubstr("default_witness_commitment: missing although "
                                             "transactions["));
    reply = tests::json_vectors("gbt/litecoin-regtest-mweb.json");
    reply.erase("mweb");
    EXPECT_THAT(problem_of(reply), HasSubstr("mweb: missing although the rule mweb is active"));
    reply = tests::json_vectors("gbt/knots-signet.json");
    reply["signet_challenge"] = "51";
    EXPECT_EQ(problem_of(reply), "");
    reply["signet_challenge"] =
        "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086b"
        "e43051ae";
    EXPECT_THAT(problem_of(reply), HasSubstr("blocks must be signed"));
}

TEST(block_template, bounds_everything_a_node_can_grow) {
    json reply = full_reply();
    const json transaction = reply["transactions"][0];
    reply["transactions"] = json::array();
    for (std::size_t i = 0; i <= template_transactions_max; ++i) {
        reply["transactions"].push_back(transaction);
    }
    EXPECT_THAT(problem_of(reply), HasSubstr("transactions: 16667 entries; at most 16666"));

    reply = full_reply();
    const std::string large(template_bytes_max + 2, '0');
    reply["transactions"][0]["data"] = large;
    reply["transactions"][1]["data"] = large;
    EXPECT_THAT(problem_of(reply), HasSubstr("transactions: more than 4000000 bytes"));

    reply = full_reply();
    for (std::size_t i = 0; i <= template_names_max; ++i) {
        reply["rules"].push_back("rule");
    }
    EXPECT_THAT(problem_of(reply), HasSubstr("rules: 68 entries; at most 64"));
}

}  // namespace
}  // namespace sluice::protocol
