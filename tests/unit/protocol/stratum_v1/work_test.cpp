#include "protocol/stratum_v1/work.hpp"

#include "protocol/stratum_v1/limits.hpp"
#include "protocol/stratum_v1/submit.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol::stratum_v1 {
namespace {

std::string line_of(double difficulty) { return encode_notification(SetDifficulty{{difficulty}}); }

TEST(set_difficulty, sends_whole_numbers_as_integers) {
    EXPECT_EQ(line_of(7), "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[7]}\n");
    EXPECT_NE(line_of(524288).find("[524288]"), std::string::npos);
    EXPECT_NE(line_of(1).find("[1]"), std::string::npos);
}

TEST(set_difficulty, sends_other_numbers_as_fractions) {
    EXPECT_NE(line_of(0.5).find("[0.5]"), std::string::npos);
    EXPECT_NE(line_of(1.25).find("[1.25]"), std::string::npos);
}

TEST(set_difficulty, survives_encode_and_decode) {
    for (const double value : {1e-6, 0.001, 1.0, 3.7, 1e15, 1e300}) {
        const SetDifficulty sent{{value}};
        EXPECT_EQ(SetDifficulty::from_params(sent.params()), sent);
    }
}

TEST(set_difficulty, refuses_what_is_no_difficulty) {
    for (const char* params : {"[]", "[0]", "[-1]", "[null]", "[\"x\"]"}) {
        EXPECT_FALSE(SetDifficulty::from_params(Json::parse(params)).has_value()) << params;
    }
}

TEST(notify, refuses_each_field_of_the_wrong_form) {
    const Json good = Notify{}.params();
    ASSERT_TRUE(Notify::from_params(good).has_value());
    for (std::size_t i = 0; i + 1 < good.size(); ++i) {
        Json bad = good;
        bad[i] = Json::object();
        EXPECT_FALSE(Notify::from_params(bad).has_value()) << i;
    }
    Json long_branch = good;
    long_branch[4] = std::vector<std::string>(25, std::string(64, '0'));
    EXPECT_EQ(Notify::from_params(long_branch).error(), StratumError::out_of_range);
    Json short_version = good;
    short_version[5] = "2";
    EXPECT_EQ(Notify::from_params(short_version).error(), StratumError::wrong_length);
}

TEST(notify, refuses_a_job_id_that_no_pool_sends) {
    Json params = Notify{}.params();
    params[0] = std::string(job_id_size_max, 'a');
    EXPECT_TRUE(Notify::from_params(params).has_value());
    params[0] = std::string(job_id_size_max + 1, 'a');
    EXPECT_EQ(Notify::from_params(params).error(), StratumError::wrong_length);
}

TEST(notify, takes_what_pools_mean_by_the_clean_flag) {
    const auto is_clean = [](const char* last_fields) {
        Json params = Notify{}.params();
        params.erase(8);
        for (const Json& field : Json::parse(last_fields)) {
            params.push_back(field);
        }
        return Notify::from_params(params).value().clean;
    };
    for (const char* yes : {"[true]", "[1]", R"(["true"])", R"(["1"])", "[null,true]",
                            R"(["00",7,true])", "[true,false]", "[true,null]"}) {
        EXPECT_TRUE(is_clean(yes)) << yes;
    }
    for (const char* no : {"[]", "[false]", "[0]", R"(["false"])", R"([""])", "[null]", "[{}]",
                           "[[]]", "[null,false]", R"(["00",7,false])", "[false,true]"}) {
        EXPECT_FALSE(is_clean(no)) << no;
    }
}

TEST(notify, a_job_id_may_be_a_number_and_is_sent_back_as_one) {
    for (const char* id : {"7", "0", "-3", "18446744073709551615", R"("7")", R"("a1")"}) {
        Json params = Notify{}.params();
        params[0] = Json::parse(id);
        const auto notify = Notify::from_params(params);
        ASSERT_TRUE(notify.has_value()) << id;
        EXPECT_EQ(notify->params()[0].dump(), id);
        const Submit submit{"w", notify->job_id, {{{}, 4}, 0, 0, {}}, notify->job_id_is_number};
        EXPECT_EQ(submit.params()[1].dump(), id);
        EXPECT_EQ(Submit::from_params(submit.params()), submit);
    }
    Json params = Notify{}.params();
    params[0] = 1.5;
    EXPECT_EQ(Notify::from_params(params).error(), StratumError::wrong_type);
}

TEST(set_extranonce, survives_encode_and_decode) {
    const SetExtranonce sent{{1, 2, 3, 4}, 4};
    EXPECT_EQ(SetExtranonce::from_params(sent.params()), sent);
    EXPECT_FALSE(SetExtranonce::from_params(Json::parse(R"(["08",9])")).has_value());
}

TEST(set_version_mask, survives_encode_and_decode) {
    const SetVersionMask sent{0x1fff'e000};
    EXPECT_EQ(sent.params(), Json::array({"1fffe000"}));
    EXPECT_EQ(SetVersionMask::from_params(sent.params()), sent);
    EXPECT_FALSE(SetVersionMask::from_params(Json::parse(R"(["1fffe0001"])")).has_value());
    EXPECT_FALSE(SetVersionMask::from_params(Json::parse("[7]")).has_value());
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
