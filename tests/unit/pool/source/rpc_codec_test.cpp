#include "pool/source/rpc_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sluice::pool {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* node = "127.0.0.1:8332";

RpcError error_of(unsigned status, std::string_view body) {
    const RpcResult result = decode_rpc_reply(status, body, node);
    EXPECT_FALSE(result) << body;
    return result ? RpcError{} : result.error();
}

/// Answers recorded from Bitcoin Knots 0.21.1.
json recorded_cases() {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "gbt/rpc-errors.json");
    return json::parse(in).at("cases");
}

TEST(rpc_codec, writes_a_request) {
    const json request = json::parse(encode_rpc_request("submitblock", json::array({"00"})));
    EXPECT_EQ(request.at("method"), "submitblock");
    EXPECT_EQ(request.at("params"), json::array({"00"}));
}

TEST(rpc_codec, reads_a_result_null_included) {
    EXPECT_EQ(*decode_rpc_reply(200, R"({"result":"ab","error":null,"id":1})", node), "ab");
    EXPECT_TRUE(decode_rpc_reply(200, R"({"result":null,"error":null,"id":1})", node)->is_null());
    EXPECT_EQ(*decode_rpc_reply(200, R"({"result":1})", node), 1);
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
        const RpcError error = error_of(status, recorded.at("body").get<std::string>());
        EXPECT_EQ(error.kind, status == 401   ? RpcErrorKind::unauthorised
                              : status == 405 ? RpcErrorKind::bad_reply
                                              : RpcErrorKind::rpc)
            << recorded;
    }
}

TEST(rpc_codec, explains_the_errors_that_an_operator_meets) {
    const auto text = [](int code) {
        const json body{{"error", {{"code", code}, {"message", "its words"}}}};
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
    EXPECT_THAT(message(error_of(200, "<html>")), HasSubstr("HTTP 200, \"<html>\""));
    EXPECT_THAT(message(error_of(502, std::string(1'000'000, 'x'))), HasSubstr("x...\""));
    EXPECT_THAT(message(error_of(200, "a\n\x1b[2Jb")), Not(HasSubstr("\x1b")));
}

TEST(rpc_codec, a_result_with_a_failed_status_is_no_result) {
    EXPECT_EQ(error_of(500, R"({"result":1,"error":null})").kind, RpcErrorKind::bad_reply);
}

TEST(rpc_codec, encodes_credentials_as_rfc_7617_does) {
    EXPECT_EQ(basic_authorization("Aladdin:open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(basic_authorization(":"), "Basic Og==");
}

}  // namespace
}  // namespace sluice::pool
