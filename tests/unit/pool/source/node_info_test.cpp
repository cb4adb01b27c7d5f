#include "pool/source/node_info.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace sluice::pool {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(chain_info, reads_bcoin) {
    const auto info = decode_chain_info(json::parse(R"({
        "chain":"regtest","blocks":150,
        "softforks":[{"id":"bip34","version":2,"reject":{"status":false}}],
        "bip9_softforks":{"csv":{"status":"started","bit":0,"startTime":0,"timeout":4294967295},
                          "segwit":{"status":"defined","bit":1,"startTime":0,"timeout":4294967295}}
    })"));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->chain, "regtest");
    EXPECT_EQ(info->blocks, 150);
    EXPECT_TRUE(info->lists_deployments);
    EXPECT_THAT(info->deployments,
                ElementsAre(DeploymentStatus{.name = "csv", .bit = 0, .state = "started"},
                            DeploymentStatus{.name = "segwit", .bit = 1, .state = "defined"}));
}

TEST(chain_info, reads_bitcoin_core_from_0_19_to_23) {
    const auto info = decode_chain_info(json::parse(R"({
        "chain":"regtest","blocks":1500,
        "softforks":{
            "bip34":{"type":"buried","active":true,"height":500},
            "testdummy":{"type":"bip9","active":false,"bip9":{"status":"started","bit":28,
                "start_time":0,"timeout":9223372036854775807,"since":144,"min_activation_height":0,
                "statistics":{"period":144,"threshold":108,"elapsed":60,"count":33,"possible":true}}}}
    })"));
    ASSERT_TRUE(info);
    EXPECT_THAT(info->deployments, ElementsAre(DeploymentStatus{.name = "testdummy",
                                                                .bit = 28,
                                                                .state = "started",
                                                                .since = 144,
                                                                .period = 144,
                                                                .threshold = 108,
                                                                .elapsed = 60,
                                                                .count = 33}));
}

TEST(chain_info, from_bitcoin_core_24_on_the_deployments_are_elsewhere) {
    const auto info = decode_chain_info(json::parse(R"({"chain":"main","blocks":9})"));
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->lists_deployments);
    const auto deployments = decode_deployment_info(json::parse(R"({"hash":"00","height":9,
        "deployments":{"taproot":{"type":"bip9","height":0,"active":true,
                                  "bip9":{"status":"active","since":0,"status_next":"active"}},
                       "segwit":{"type":"buried","active":true,"height":0}}})"));
    EXPECT_THAT(deployments,
                ElementsAre(DeploymentStatus{.name = "taproot", .state = "active", .since = 0}));
}

TEST(chain_info, names_a_missing_chain) {
    for (const char* text : {"{}", R"({"chain":7})", "null", "[]"}) {
        const auto info = decode_chain_info(json::parse(text));
        ASSERT_FALSE(info) << text;
        EXPECT_THAT(info.error(), HasSubstr("getblockchaininfo"));
    }
}

TEST(chain_info, survives_deployments_of_strange_shapes) {
    const auto info = decode_chain_info(json::parse(R"({"chain":"main","softforks":{
        "a":7,"b":{"bip9":null},"c":{"bip9":{"status":3,"bit":"x","statistics":[]}},
        "d":{"status":"started","bit":99999999999}}})"));
    ASSERT_TRUE(info);
    EXPECT_THAT(info->deployments, ElementsAre(DeploymentStatus{.name = "c"},
                                               DeploymentStatus{.name = "d", .state = "started"}));
    EXPECT_THAT(decode_deployment_info(json::parse("[1]")), IsEmpty());
}

TEST(chain_info, reads_a_bounded_number_of_deployments) {
    json forks = json::object();
    for (int i = 0; i < 1'000; ++i) {
        forks["d" + std::to_string(i)] = {{"status", "started"}};
    }
    const auto info = decode_chain_info(json{{"chain", "main"}, {"softforks", forks}});
    ASSERT_TRUE(info);
    EXPECT_EQ(info->deployments.size(), deployments_read_max);
}

TEST(running_templates, are_counted_as_litecoin_core_0_21_lists_them) {
    const auto running = decode_running_templates(json::parse(R"({"active_commands":[
        {"method":"getblocktemplate","duration":976313},
        {"method":"getblocktemplate","duration":975776},
        {"method":"getrpcinfo","duration":35}],"logpath":"/var/lib/litecoind/debug.log"})"));
    EXPECT_EQ(running, 2U);
    EXPECT_EQ(decode_running_templates(
                  json::parse(R"({"active_commands":[{"method":"getrpcinfo","duration":35}]})")),
              0U);
}

TEST(running_templates, are_unknown_when_the_answer_does_not_list_the_question) {
    for (const char* text :
         {"null", "[]", "{}", R"({"active_commands":7})", R"({"active_commands":[]})",
          R"({"active_commands":["getrpcinfo"]})",
          R"({"active_commands":[{"method":"getblocktemplate","duration":1}]})"}) {
        EXPECT_EQ(decode_running_templates(json::parse(text)), std::nullopt) << text;
    }
}

TEST(chain_name, test_stands_for_every_public_test_chain) {
    for (const char* chain : {"test", "testnet", "testnet3", "testnet4"}) {
        EXPECT_TRUE(is_same_chain(chain, "test")) << chain;
    }
    EXPECT_TRUE(is_same_chain("main", "main"));
    EXPECT_FALSE(is_same_chain("main", "test"));
    EXPECT_FALSE(is_same_chain("testnet4", "main"));
    EXPECT_FALSE(is_same_chain("signet", "test"));
    EXPECT_FALSE(is_same_chain("test", "testnet4"));
}

TEST(chain_name, of_another_coin_is_what_its_node_calls_it) {
    EXPECT_TRUE(is_same_chain("main", "litecoin"));
    EXPECT_TRUE(is_same_chain("chip", "chipnet"));
    EXPECT_TRUE(is_same_chain("test4", "bitcoincash-test4"));
    EXPECT_FALSE(is_same_chain("test4", "chipnet"));
}

TEST(block_verdict, null_accepts) {
    EXPECT_EQ(decode_verdict(nullptr), (BlockVerdict{BlockStatus::accepted, {}}));
}

TEST(block_verdict, a_block_whose_place_is_unknown_is_undecided) {
    for (const char* text : {"duplicate", "inconclusive", "duplicate-inconclusive",
                             "inconclusive-not-best-prevblk", "prev-blk-not-found"}) {
        EXPECT_EQ(decode_verdict(text), (BlockVerdict{BlockStatus::pending, text}));
    }
    EXPECT_EQ(decode_verdict("rejected: duplicate").status, BlockStatus::pending);
    EXPECT_EQ(decode_verdict("duplicate-invalid").status, BlockStatus::rejected);
}

TEST(block_verdict, every_recorded_reason_that_judges_the_block_rejects) {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "gbt/reject-reasons.json");
    const json document = json::parse(in);
    int rejected = 0;
    for (const json& recorded : document.at("cases")) {
        const json& reply = recorded.at("submitblock_reply");
        if (reply.is_null() || reply == "duplicate" || reply == "inconclusive" ||
            reply == "prev-blk-not-found" || reply.get<std::string>().starts_with("RPC error")) {
            continue;
        }
        EXPECT_EQ(decode_verdict(reply), (BlockVerdict{BlockStatus::rejected, reply}));
        ++rejected;
    }
    EXPECT_GE(rejected, 14);
}

TEST(block_standing, follows_from_the_confirmations) {
    EXPECT_EQ(decode_standing(json{{"confirmations", 1}}), BlockStatus::accepted);
    EXPECT_EQ(decode_standing(json{{"confirmations", 0}}), BlockStatus::accepted);
    EXPECT_EQ(decode_standing(json{{"confirmations", -1}}), BlockStatus::orphaned);
    for (const char* text : {"null", "[]", "{}", R"({"confirmations":"1"})"}) {
        EXPECT_EQ(decode_standing(json::parse(text)), BlockStatus::pending) << text;
    }
}

TEST(block_verdict, bcoin_says_rejected_before_the_reason) {
    EXPECT_EQ(decode_verdict("rejected: high-hash").reason, "high-hash");
}

TEST(block_verdict, an_unclear_answer_decides_nothing) {
    for (const json& unclear : {json(7), json(true), json(""), json::array(), json{{"a", 1}}}) {
        const BlockVerdict verdict = decode_verdict(unclear);
        EXPECT_EQ(verdict.status, BlockStatus::pending) << unclear;
        EXPECT_THAT(verdict.reason, HasSubstr("neither null nor a reason"));
    }
}

TEST(block_verdict, the_reason_is_short_printable_text) {
    const BlockVerdict verdict = decode_verdict(std::string(20'000'000, 'x'));
    EXPECT_EQ(verdict.status, BlockStatus::rejected);
    EXPECT_LE(verdict.reason.size(), 131U);
    EXPECT_EQ(decode_verdict("bad\n\x1b[31m\xff").reason, "bad  [31m ");
    json deep = json::array();
    for (int level = 0; level < 14; ++level) {
        deep = json::array({std::move(deep)});
    }
    EXPECT_LE(decode_verdict(deep).reason.size(), 100U);
}

}  // namespace
}  // namespace sluice::pool
