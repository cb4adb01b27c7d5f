#include "protocol/stratum_v1/handshake.hpp"

#include "protocol/stratum_v1/limits.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol::stratum_v1 {
namespace {

TEST(configure, survives_encode_and_decode) {
    Configure configure;
    configure.extensions = {"version-rolling", "minimum-difficulty", "info"};
    configure.version_mask = 0x00ff'e000;
    configure.version_min_bits = 2;
    configure.minimum_difficulty = 2048;
    configure.info = {{"hw-version", "test"}};
    EXPECT_EQ(Configure::from_params(configure.params()), configure);
    EXPECT_TRUE(configure.asks("info"));
    EXPECT_FALSE(configure.asks("subscribe-extranonce"));
}

TEST(configure, reads_min_bit_count_as_hexadecimal_text) {
    const auto configure = Configure::from_params(Json::parse(
        R"([["version-rolling"],{"version-rolling.mask":"1fffe000","version-rolling.min-bit-count":"00000010"}])"));
    ASSERT_TRUE(configure.has_value());
    EXPECT_EQ(configure->version_min_bits, 16U);
}

TEST(configure, needs_no_options) {
    EXPECT_TRUE(Configure::from_params(Json::parse(R"([["version-rolling"]])")).has_value());
    EXPECT_TRUE(Configure::from_params(Json::parse(R"([["version-rolling"],{}])")).has_value());
}

TEST(configure, refuses_wrong_types) {
    for (const char* params : {"[]", "null", "{}", "[7]", "[[7]]"}) {
        EXPECT_FALSE(Configure::from_params(Json::parse(params)).has_value()) << params;
    }
    EXPECT_EQ(Configure::from_params(
                  Json::parse(R"([["version-rolling"],{"version-rolling.mask":"xyz"}])"))
                  .error(),
              StratumError::not_hex);
}

TEST(configure_reply, holds_one_key_for_each_extension_and_the_mask) {
    const ConfigureReply reply{{{"version-rolling", true}, {"info", false}}, 0x1fff'e000};
    EXPECT_EQ(
        reply.result(),
        Json::parse(R"({"version-rolling":true,"info":false,"version-rolling.mask":"1fffe000"})"));
    EXPECT_EQ(ConfigureReply::from_result(reply.result()), reply);
    EXPECT_TRUE(reply.accepts("version-rolling"));
    EXPECT_FALSE(reply.accepts("info"));
}

TEST(configure_reply, takes_an_error_text_for_a_refusal) {
    const auto reply = ConfigureReply::from_result(Json::parse(R"({"version-rolling":"no"})"));
    ASSERT_TRUE(reply.has_value());
    EXPECT_FALSE(reply->accepts("version-rolling"));
}

TEST(subscribe, survives_encode_and_decode) {
    const Subscribe subscribe{"sluice-miner/0.1", "08000002"};
    EXPECT_EQ(Subscribe::from_params(subscribe.params()), subscribe);
    EXPECT_EQ(Subscribe::from_params((Subscribe{"a", std::nullopt}).params()),
              (Subscribe{"a", std::nullopt}));
}

TEST(subscribe, forgives_what_firmware_sends) {
    for (const char* params : {"null", "[]", "{}", "[123]", "[null,null]"}) {
        EXPECT_EQ(Subscribe::from_params(Json::parse(params)), (Subscribe{"", std::nullopt}));
    }
}

TEST(subscribe, cleans_and_cuts_the_agent) {
    const auto subscribe =
        Subscribe::from_params(Json::array({"a\nb\x7f" + std::string(200, 'c')}));
    ASSERT_TRUE(subscribe.has_value());
    EXPECT_EQ(subscribe->agent.size(), agent_size_max);
    EXPECT_EQ(subscribe->agent.substr(0, 3), "abc");
}

TEST(subscribe_reply, has_the_form_that_cgminer_reads) {
    const SubscribeReply reply{"s", {0x08, 0, 0, 2}, 4};
    EXPECT_EQ(reply.result(), Json::parse(R"([[["mining.set_difficulty","s"],["mining.notify","s"]],
                                             "08000002",4])"));
    EXPECT_EQ(SubscribeReply::from_result(reply.result()), reply);
}

TEST(subscribe_reply, reads_one_pair_and_none) {
    EXPECT_EQ(SubscribeReply::from_result(Json::parse(R"([["mining.notify","s"],"08",4])")),
              (SubscribeReply{"s", {8}, 4}));
    EXPECT_EQ(SubscribeReply::from_result(Json::parse(R"([null,"08",4])")),
              (SubscribeReply{"", {8}, 4}));
}

TEST(subscribe_reply, refuses_sizes_that_no_header_can_hold) {
    for (const char* result :
         {R"([[],"08",0])", R"([[],"08",9])", R"([[],"08",-1])", R"([[],"8",4])",
          R"([[],"0000000000000000000000000000000000",4])", "[]", "true"}) {
        EXPECT_FALSE(SubscribeReply::from_result(Json::parse(result)).has_value()) << result;
    }
}

TEST(subscribe_reply, a_fault_names_the_part_its_value_and_its_range) {
    for (const auto& [result, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {R"([[],"08",9])", "extranonce2_size is 9, not a whole number from 1 to 8"},
             {R"([[],"08",null])", "extranonce2_size is null, not a whole number from 1 to 8"},
             {R"([[],"zz",4])", "extranonce1 is \"zz\", not 0 to 16 bytes in hexadecimal"},
             {R"([[],[[[[]]]],4])", "extranonce1 is a list of 1, not 0 to 16 bytes in hexadecimal"},
             {"true", "the result is true, not [subscriptions, extranonce1, extranonce2_size]"}}) {
        EXPECT_EQ(SubscribeReply::fault_of(Json::parse(result)), text);
    }
    EXPECT_LT(SubscribeReply::fault_of(Json(std::string(100000, 'x'))).size(), 200u);
}

TEST(authorize, takes_any_password_or_none) {
    for (const char* params : {R"(["w"])", R"(["w",null])", R"(["w",""])", R"(["w",7])"}) {
        EXPECT_EQ(Authorize::from_params(Json::parse(params)), (Authorize{"w", ""})) << params;
    }
    const Authorize authorize{"w", "d=1"};
    EXPECT_EQ(Authorize::from_params(authorize.params()), authorize);
}

TEST(authorize, refuses_unusable_names) {
    EXPECT_TRUE(Authorize::from_params(Json::array({std::string(worker_size_max, 'a')})));
    EXPECT_FALSE(Authorize::from_params(Json::array({std::string(worker_size_max + 1, 'a')})));
    for (const char* params :
         {R"([""])", R"(["\u0000\n\"<b>"])", R"(["a\u001b[0m"])", "[7]", "[]"}) {
        EXPECT_FALSE(Authorize::from_params(Json::parse(params)).has_value()) << params;
    }
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
