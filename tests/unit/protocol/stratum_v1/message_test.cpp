#include "protocol/stratum_v1/message.hpp"

#include <gtest/gtest.h>

namespace sluice::protocol::stratum_v1 {
namespace {

TEST(message, reads_a_request_in_any_order_of_members) {
    const auto read = read_message(
        "{\"params\":[1], \"ttl\":2, \"jsonrpc\":\"2.0\", \"method\":\"mining.ping\", "
        "\"id\":\"x\"}");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(std::get<Request>(*read), (Request{{"\"x\""}, "mining.ping", Json::array({1})}));
}

TEST(message, reads_missing_id_and_params_as_null) {
    const auto read = read_message("{\"method\":\"mining.subscribe\"}");
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(std::get<Request>(*read).id.is_null());
    EXPECT_TRUE(std::get<Request>(*read).params.is_null());
}

TEST(message, takes_a_line_with_result_and_no_method_for_a_reply) {
    const auto read = read_message("{\"id\":7,\"result\":\"pong\",\"error\":null}");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(std::get<Reply>(*read), (Reply{{"7"}, "pong", std::nullopt}));
}

TEST(message, takes_a_null_method_for_none) {
    const auto read = read_message("{\"id\":7,\"method\":null,\"result\":true,\"error\":null}");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(std::get<Reply>(*read), (Reply{{"7"}, true, std::nullopt}));
    EXPECT_EQ(read_message("{\"id\":7,\"method\":null}").error(),
              (ReadFailure{StratumError::no_method, {"7"}}));
}

TEST(message, reads_every_fielded_form_of_an_error) {
    const auto error_of = [](const char* text) {
        const auto read =
            read_message(std::string("{\"id\":1,\"result\":null,\"error\":") + text + "}");
        return std::get<Reply>(*read).error;
    };
    EXPECT_EQ(error_of("[21,\"Stale\",null]"), (ReplyError{21, "Stale"}));
    EXPECT_EQ(error_of("{\"code\":24,\"message\":\"No\"}"), (ReplyError{24, "No"}));
    EXPECT_EQ(error_of("\"bad\""), (ReplyError{20, "bad"}));
    EXPECT_EQ(error_of("[]"), (ReplyError{20, ""}));
    EXPECT_EQ(error_of("null"), std::nullopt);
}

TEST(message, refuses_a_method_that_is_no_text) {
    const auto read = read_message("{\"id\":3,\"method\":5}");
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error(), (ReadFailure{StratumError::no_method, {"3"}}));
    EXPECT_FALSE(read_message("{\"id\":3}").has_value());
}

TEST(message, replies_hold_result_and_error_both) {
    EXPECT_EQ(encode_result({"\"auth\""}, true),
              "{\"id\":\"auth\",\"result\":true,\"error\":null}\n");
    EXPECT_EQ(encode_error({"4"}, RejectCode::job_not_found, "Job not found"),
              "{\"id\":4,\"result\":null,\"error\":[21,\"Job not found\",null]}\n");
}

TEST(message, encodes_what_is_not_utf8_without_throwing) {
    EXPECT_TRUE(read_message(encode_result({"1"}, "\xff\xfe")).has_value());
}

}  // namespace
}  // namespace sluice::protocol::stratum_v1
