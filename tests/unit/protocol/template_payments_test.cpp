#include "protocol/bitcoin/template_payments.hpp"

#include "base/hex.hpp"
#include "tests/unit/protocol/vector_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

json plain_reply() {
    json reply = tests::json_vectors("gbt/knots-regtest-height2.json");
    reply.erase("default_witness_commitment");  // as nodes without segwit
    return reply;
}

json dash_reply() { return tests::json_vectors("gbt/dash-testnet-917411.json"); }

std::string payment_problem(const json& reply) {
    const auto decoded = decode_template(reply);
    return decoded ? "" : message(decoded.error());
}

TEST(template_payments, are_none_where_the_node_demands_none) {
    const auto decoded = decode_template(plain_reply());
    ASSERT_TRUE(decoded) << message(decoded.error());
    EXPECT_THAT(decoded->payments, IsEmpty());
    EXPECT_THAT(decoded->coinbase_payload, IsEmpty());
}

TEST(template_payments, of_dash_go_to_its_masternodes_beside_a_payload) {
    const auto decoded = decode_template(dash_reply());
    ASSERT_TRUE(decoded) << message(decoded.error());
    ASSERT_EQ(decoded->payments.size(), 2U);
    EXPECT_EQ(decoded->payments[0], (CoinbaseOutput{Bytes{0x6a}, 376'379'796}));
    EXPECT_EQ(decoded->payments[1].value, 627'299'661);
    EXPECT_EQ(to_hex(decoded->payments[1].script),
              "76a914c69a0bda7daaae481be8def95e5f347a1d00a4b488ac");
    EXPECT_EQ(decoded->coinbase_payload.size(), 175U);
    ASSERT_EQ(decoded->transactions.size(), 1U);
    EXPECT_EQ(to_display_hex(decoded->transactions[0].txid),
              "9b9f02cb05d3d323b503561608c9ca383a45ef57fb6ebd84ae0d81a653e30003");
    EXPECT_EQ(decoded->transactions[0].wtxid, decoded->transactions[0].txid);
}

TEST(template_payments, of_a_superblock_come_after_the_masternodes) {
    json reply = dash_reply();
    reply["superblock"] = {{{"payee", "x"}, {"script", "51"}, {"amount", 7}}};
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded) << message(decoded.error());
    ASSERT_EQ(decoded->payments.size(), 3U);
    EXPECT_EQ(decoded->payments[2], (CoinbaseOutput{Bytes{0x51}, 7}));
}

TEST(template_payments, to_one_masternode_may_stand_alone_or_be_empty) {
    json reply = plain_reply();
    reply["masternode"] = {{"payee", "x"}, {"script", "51"}, {"amount", 7}};
    EXPECT_EQ(decode_template(reply)->payments.size(), 1U);
    for (const json& nobody : {json::object(), json::array(), json(nullptr)}) {
        reply["masternode"] = nobody;
        const auto decoded = decode_template(reply);
        ASSERT_TRUE(decoded) << message(decoded.error());
        EXPECT_THAT(decoded->payments, IsEmpty());
    }
}

// The form of both, and the fund's address, are in Bitcoin ABC's documentation and tests.
TEST(template_payments, of_ecash_go_to_the_miner_fund_and_to_a_staker) {
    json reply = plain_reply();
    const char* staker = "76a914798038c8969512b74e82124a9a7364192893237188ac";
    reply["coinbasetxn"] = {{"minerfund",
                             {{"addresses", {"ecash:prfhcnyqnl5cgrnmlfmms675w93ld7mvvqd0y8lz07"}},
                              {"minimumvalue", 200'000'327}}},
                            {"stakingrewards",
                             {{"payoutscript", {{"asm", "OP_DUP ..."}, {"hex", staker}}},
                              {"minimumvalue", 62'500'102}}}};
    const auto decoded = decode_template(reply);
    ASSERT_TRUE(decoded) << message(decoded.error());
    ASSERT_EQ(decoded->payments.size(), 2U);
    EXPECT_EQ(to_hex(decoded->payments[0].script),
              "a914d37c4c809fe9840e7bfa77b86bd47163f6fb6c6087");
    EXPECT_EQ(decoded->payments[0].value, 200'000'327);
    EXPECT_EQ(to_hex(decoded->payments[1].script), staker);
    EXPECT_EQ(decoded->payments[1].value, 62'500'102);
}

TEST(template_payments, of_ecash_before_its_fund_are_none) {
    json reply = plain_reply();
    reply["coinbasetxn"] = {{"minerfund", {{"addresses", json::array()}, {"minimumvalue", 0}}}};
    EXPECT_EQ(payment_problem(reply), "");
}

TEST(template_payments, a_miner_fund_that_cannot_be_paid_is_named) {
    json reply = plain_reply();
    for (const json& addresses : {json::array(), json::array({"ecash:nonsense"}), json::array({5}),
                                  json::array({std::string(200, 'q')})}) {
        reply["coinbasetxn"] = {{"minerfund", {{"addresses", addresses}, {"minimumvalue", 5}}}};
        EXPECT_THAT(
            payment_problem(reply),
            StartsWith("getblocktemplate: coinbasetxn.minerfund.addresses: none of a form"));
    }
}

TEST(template_payments, refuses_what_it_cannot_pay_by_name) {
    const json payee{{"payee", "a12es1tiXQ9T1L7Lyi6VNKJ7JRrsa7KcgN"},
                     {"script", "76a9140370c5a1974d1409f5e86fba3bfcb3430f51c82388ac"},
                     {"amount", 312'500'000}};
    const std::vector<std::tuple<const char*, json, const char*>> cases{
        {"znode", json::array({payee}), "znode: demands an output"},  // Firo
        {"znode_payments_enforced", true, "znode_payments_enforced: true, but"},
        {"founder", payee, "founder: demands an output"},  // Raptoreum
        {"founderreward", {{"founderpayee", "x"}, {"amount", 5}}, "founderreward: demands"},
        {"CoinbaseDevReward", {{"Payee", "x"}, {"ScriptPubKey", "51"}}, "CoinbaseDevReward: "},
        {"devfund", {{"inner", json::array({{{"address", "x"}}})}}, "devfund: demands an output"},
        {"payee", "XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f", "payee: demands an output"},
        {"payee_amount", 5, "payee_amount: demands an output"},
        {"masternode_payments_enforced", true, "masternode_payments_enforced: true, but the reply"},
        {"masternode", "x", "masternode: not an object with script and amount"},
        {"masternode", json::array({1}), "masternode[0]: not an object with script and amount"},
        {"masternode", {{"payee", "x"}, {"amount", 5}}, "masternode.script: missing"},
        {"masternode", {{"payee", "x"}, {"script", "51"}}, "masternode.amount: missing"},
        {"coinbasetxn", {{"data", "0100"}}, "coinbasetxn.data: demands something"},
        {"coinbasetxn", {{"minerfund", 1}}, "coinbasetxn.minerfund: number instead of an object"},
        {"mint_payload", "00", "mint_payload: demands a payload"},
        {"coinbase_payload", "0", "coinbase_payload: not hexadecimal"},
        {"pprpcheader", "00", "pprpcheader: the chain's proof of work is ProgPoW"},
    };
    for (const auto& [name, value, expected] : cases) {
        json reply = plain_reply();
        reply[name] = value;
        EXPECT_THAT(payment_problem(reply),
                    StartsWith("getblocktemplate: " + std::string(expected)));
    }
}

TEST(template_payments, members_that_say_nothing_demand_nothing) {
    json reply = plain_reply();
    reply["znode"] = json::array();
    reply["znode_payments_enforced"] = false;
    reply["payee"] = "";
    reply["payee_amount"] = 0;
    reply["coinbase_payload"] = "";
    reply["coinbasetxn"] = json::object();
    reply["vbavailable"] = {{"address", 3}};
    reply["previousbits"] = "1e012b17";
    reply["rtt"] = {{"prevheadertime", {1, 2, 3, 4}}, {"nexttarget", 5}};
    EXPECT_EQ(payment_problem(reply), "");
}

TEST(template_payments, stay_within_coinbasevalue_and_their_limit) {
    json reply = dash_reply();
    reply["coinbasevalue"] = 1'003'679'456;  // one less than both masternodes get
    EXPECT_THAT(payment_problem(reply),
                HasSubstr("masternode[1].amount: 627299661 is more than the "
                          "payments before it leave of coinbasevalue"));
    reply = plain_reply();
    reply["superblock"] = json::array();
    for (std::size_t i = 0; i <= template_payments_max; ++i) {
        reply["superblock"].push_back({{"script", "51"}, {"amount", 1}});
    }
    EXPECT_THAT(payment_problem(reply),
                HasSubstr("superblock[128].amount: more than 128 payments are demanded"));
    reply["superblock"] = {{{"script", std::string(258, '5')}, {"amount", 1}}};
    EXPECT_THAT(payment_problem(reply), HasSubstr("superblock[0].script: 258 characters"));
}

TEST(template_payments, a_payload_beside_segwit_is_refused) {
    json reply = tests::json_vectors("gbt/knots-regtest-height2.json");
    reply["coinbase_payload"] = "0200";
    EXPECT_THAT(payment_problem(reply), HasSubstr("coinbase_payload: stands beside a witness"));
}

}  // namespace
}  // namespace sluice::protocol
