#include "protocol/stratum_v1/suggestions.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol::stratum_v1 {
namespace {

TEST(suggest_difficulty, reads_numbers_and_their_texts) {
    const auto read = [](const char* params) {
        return SuggestDifficulty::from_params(Json::parse(params))->difficulty.value;
    };
    EXPECT_EQ(read("[1000]"), 1000);
    EXPECT_EQ(read("[0.00015]"), 0.00015);
    EXPECT_EQ(read("[\"0.010000\"]"), 0.01);
    const SuggestDifficulty sent{{64}};
    EXPECT_EQ(SuggestDifficulty::from_params(sent.params()), sent);
}

TEST(suggest_difficulty, refuses_absurd_values) {
    for (const char* params : {"[0]", "[-1]", "[\"abc\"]", "[\"1e400\"]", "[\"nan\"]", "[\"inf\"]",
                               "[]", "[null]", "[[1]]", "{}"}) {
        EXPECT_FALSE(SuggestDifficulty::from_params(Json::parse(params)).has_value()) << params;
    }
}

TEST(suggest_target, survives_encode_and_decode) {
    const SuggestTarget sent{difficulty_1_target()};
    EXPECT_EQ(sent.params(), Json::array({"00000000ffff00000000000000000000"
                                          "00000000000000000000000000000000"}));
    EXPECT_EQ(SuggestTarget::from_params(sent.params()), sent);
    EXPECT_FALSE(SuggestTarget::from_params(Json::array({std::string(64, '0')})).has_value());
    EXPECT_FALSE(SuggestTarget::from_params(Json::array({"ffff"})).has_value());
}

TEST(rare_requests, survive_encode_and_decode) {
    const MultiVersion versions{4};
    EXPECT_EQ(MultiVersion::from_params(versions.params()), versions);
    const Capabilities capabilities{{"notify", "set_goal"}};
    EXPECT_EQ(Capabilities::from_params(capabilities.params()), capabilities);
    const GetTransactions transactions{"1f"};
    EXPECT_EQ(GetTransactions::from_params(transactions.params()), transactions);
    const GetTransactionsReply reply{{{1, 2}, {3}}};
    EXPECT_EQ(GetTransactionsReply::from_result(reply.result()), reply);
    EXPECT_TRUE(Ping::from_params(Ping{}.params()).has_value());
    EXPECT_TRUE(PingReply::from_result(PingReply{}.result()).has_value());
    EXPECT_TRUE(ExtranonceSubscribe::from_params(ExtranonceSubscribe{}.params()).has_value());
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
