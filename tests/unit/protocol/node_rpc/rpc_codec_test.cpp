#include "protocol/node_rpc/rpc_codec.hpp"

#include "protocol/node_rpc/rpc_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sluice::protocol {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* node = "127.0.0.1:8332";
constexpr std::uint64_t request_id = 1;

RpcError error_of(unsigned status, std::string_view body) {
    const RpcResult result = decode_rpc_reply(status, body, node, request_id);
    EXPECT_FALSE(result) << body;
    return result ? RpcError{} : result.error();
}

/// Answers recorded from Bitcoin Knots 0.21.1.
json recorded_cases() {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "gbt/rpc-errors.json");
    return json::parse(in).at("cases");
}

TEST(rpc_codec, writes_a_request) {
    const json request = json::parse(encode_rpc_request(7, "submitblock", json::array({"00"})));
    EXPECT_EQ(request.at("id"), 7);
    EXPECT_EQ(request.at("method"), "submitblock");
    EXPECT_EQ(request.at("params"), json::array({"00"}));
}

TEST(rpc_codec, reads_a_result_null_included) {
    EXPECT_EQ(*decode_rpc_reply(200, R"({"result":"ab","error":null,"id":1})", node, request_id),
              "ab");
    EXPECT_TRUE(decode_rpc_reply(200, R"({"result":null,"error":null,"id":1})", node, request_id)
                    ->is_null());
    EXPECT_EQ(*decode_rpc_reply(200, R"({"result":1,"id":1})", node, request_id), 1);
}

TEST(rpc_codec, reads_every_recorded_error) {
    for (const json& recorded : recorded_cases()) {
        if (!recorded.contains("error")) {
            continue;
        }
        const json& expected = recorded.at("error");
        const json body{{"result", nullptr}, {"error", expected}, {"id", 1}};
        for (const unsigned status : {200U, 404U, 500U}) {
            const RpcError error = error_of(status, body.dump());
            EXPECT_EQ(error.kind, RpcErrorKind::rpc) << recorded;
            EXPECT_EQ(error.code, expected.at("code").get<int>());
        }
    }
}

TEST(rpc_codec, reads_every_recorded_http_answer) {
    for (const json& recorded : recorded_cases()) {
        if (!recorded.contains("http_status") || recorded.at("when") == "batch of two") {
            continue;
        }
        const auto status = recorded.at("http_status").get<unsigned>();
        const auto body = recorded.at("body").get<std::string>();
        // A node that cannot read a request does not know its id.
        const bool is_ours = body.find("\"id\":null") == std::string::npos && status != 405;
        EXPECT_EQ(error_of(status, body).kind, status == 401 ? RpcErrorKind::unauthorised
                                               : is_ours     ? RpcErrorKind::rpc
                                                             : RpcErrorKind::bad_reply)
            << recorded;
    }
}

TEST(rpc_codec, explains_the_errors_that_an_operator_meets) {
    const auto text = [](int code) {
        const json body{{"error", {{"code", code}, {"message", "its words"}}}, {"id", request_id}};
        return message(error_of(500, body.dump()));
    };
    EXPECT_THAT(text(-8), HasSubstr("node.extra_rules"));
    EXPECT_THAT(text(-9), HasSubstr("no peers"));
    EXPECT_THAT(text(-10), HasSubstr("initial block download"));
    EXPECT_THAT(text(-28), HasSubstr("is starting"));
    EXPECT_THAT(text(-1), HasSubstr("error -1"));
    for (const int code : {-8, -9, -10, -28, -1}) {
        EXPECT_THAT(text(code), HasSubstr("its words"));
        EXPECT_THAT(text(code), HasSubstr(node));
    }
}

TEST(rpc_codec, an_answer_that_is_no_json_rpc_is_shown_in_part) {
    for (const char* body : {"", "<html>", "[]", "7", "{}", "{\"result\":"}) {
        EXPECT_EQ(error_of(200, body).kind, RpcErrorKind::bad_reply) << body;
    }
    EXPECT_THAT(message(error_of(200, "<html>")), HasSubstr("no JSON in HTTP 200, \"<html>\""));
    EXPECT_THAT(message(error_of(502, std::string(1'000'000, 'x'))), HasSubstr("x...\""));
    EXPECT_THAT(message(error_of(200, "a\n\x1b[2Jb")), Not(HasSubstr("\x1b")));
}

TEST(rpc_codec, a_result_with_a_failed_status_is_no_result) {
    EXPECT_EQ(error_of(500, R"({"result":1,"error":null,"id":1})").kind, RpcErrorKind::bad_reply);
}

TEST(rpc_codec, the_answer_to_another_request_is_no_answer) {
    for (const char* other : {"2", "0", "\"1\"", "null", "[1]"}) {
        const std::string reply = std::string(R"({"result":null,"error":null,"id":)") + other + "}";
        EXPECT_EQ(error_of(200, reply).kind, RpcErrorKind::bad_reply) << reply;
    }
    EXPECT_EQ(error_of(200, R"({"result":null,"error":null})").kind, RpcErrorKind::bad_reply);
    EXPECT_EQ(error_of(500, R"({"result":null,"error":{"code":-22},"id":2})").kind,
              RpcErrorKind::bad_reply)
        << "an error too";
}

TEST(rpc_codec, an_error_of_any_shape_is_told_in_a_few_words) {
    const auto detail = [](const json& error) {
        return error_of(500, json{{"error", error}, {"id", request_id}}.dump()).detail;
    };
    EXPECT_THAT(detail({{"code", 1}, {"message", {{"nested", "text"}}}}),
                HasSubstr("without a message"));
    EXPECT_LE(detail({{"message", std::string(1'000'000, 'x')}}).size(), 203U);
    EXPECT_EQ(detail({{"message", "a\n\x1b[2Jb"}}), "a  [2Jb");
}

TEST(rpc_json, a_text_nested_deeper_than_any_answer_is_refused_unparsed) {
    const auto nested = [](std::size_t levels, char open, char close) {
        return std::string(levels, open) + std::string(levels, close);
    };
    EXPECT_TRUE(parse_rpc_json(nested(rpc_json_depth_max, '[', ']')));
    EXPECT_FALSE(parse_rpc_json(nested(rpc_json_depth_max + 1, '[', ']')));
    EXPECT_FALSE(parse_rpc_json(std::string(32'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) {
        objects += "{\"a\":";
    }
    EXPECT_THAT(parse_rpc_json(objects).error(), HasSubstr("levels"));
}

TEST(rpc_json, a_text_of_more_values_than_any_answer_is_refused_unparsed) {
    std::string many = "[";
    for (std::size_t i = 0; i < rpc_json_marks_max; ++i) {
        many += "[],";
    }
    EXPECT_THAT(parse_rpc_json(many + "[]]").error(), HasSubstr("brackets, commas and colons"));
}

TEST(rpc_json, marks_within_strings_are_no_values) {
    const std::string text = std::string(rpc_json_marks_max + 1, '[');
    const auto value = parse_rpc_json(R"(["\"[{,:", "\\", ")" + text + "\"]");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->at(0), "\"[{,:");
    EXPECT_EQ(value->at(1), "\\");
    EXPECT_EQ(value->at(2), text);
    for (const char* cut : {"\"", "[\"\\", "[\"\\\"", "", "]", "[]]"}) {
        EXPECT_EQ(parse_rpc_json(cut).error(), "no JSON") << cut;
    }
}

TEST(rpc_json, the_largest_template_of_a_block_is_within_the_limits) {
    json transactions = json::array();
    for (int i = 0; i < 16'666; ++i) {
        transactions.push_back({{"data", "00"},
                                {"txid", "00"},
                                {"hash", "00"},
                                {"depends", json::array({1, 2})},
                                {"fee", 1},
                                {"sigops", 1},
                                {"weight", 1}});
    }
    EXPECT_TRUE(parse_rpc_json(json{{"result", {{"transactions", transactions}}}}.dump()));
}

TEST(rpc_codec, encodes_credentials_as_rfc_7617_does) {
    EXPECT_EQ(basic_authorization("Aladdin:open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(basic_authorization(":"), "Basic Og==");
}

}  // namespace
}  // namespace sluice::protocol
