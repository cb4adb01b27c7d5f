#include "pool/config/value_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sluice::pool {
namespace {

TEST(endpoint, reads_ipv4_and_bracketed_ipv6) {
    EXPECT_EQ(*parse_endpoint("127.0.0.1:3333"), (Endpoint{"127.0.0.1", 3333}));
    EXPECT_EQ(*parse_endpoint("[::1]:0"), (Endpoint{"::1", 0}));
}

TEST(endpoint, is_written_as_it_is_read) {
    for (const char* text : {"0.0.0.0:65535", "[fe80::1]:8080"}) {
        EXPECT_EQ(to_text(*parse_endpoint(text)), text);
    }
}

TEST(endpoint, rejects_a_missing_or_impossible_port) {
    for (const char* text : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                             "127.0.0.1:33x", "[::1]", ":", ""}) {
        const auto result = parse_endpoint(text);
        ASSERT_FALSE(result) << text;
        EXPECT_NE(result.error().problem.find("no valid port"), std::string::npos) << text;
    }
}

TEST(endpoint, rejects_a_host_name) {
    const auto result = parse_endpoint("localhost:3333");
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().problem.find("\"localhost\""), std::string::npos);
}

TEST(http_url, reads_host_port_and_path) {
    EXPECT_EQ(*parse_http_url("http://node.example:8332"), (HttpUrl{"node.example", 8332, "/"}));
    EXPECT_EQ(*parse_http_url("http://[::1]:18443/wallet/x"), (HttpUrl{"::1", 18443, "/wallet/x"}));
}

TEST(http_url, is_written_as_it_is_read) {
    for (const char* text : {"http://127.0.0.1:8332", "http://[::1]:1/path"}) {
        EXPECT_EQ(to_text(*parse_http_url(text)), text);
    }
}

TEST(http_url, says_why_it_is_refused) {
    const std::pair<const char*, const char*> cases[] = {
        {"127.0.0.1:8332", "does not start with http://"},
        {"https://127.0.0.1:8332", "https is not supported"},
        {"http://127.0.0.1", "has no port"},
        {"http://127.0.0.1:0", "has no port"},
        {"http://u:p@127.0.0.1:8332", "holds credentials"},
        {"http://:8332", "has no valid host"},
        {"http://a b:8332", "has no valid host"},
        {"http://a:8332/x y", "has a path"},
        {"http://a:8332/x\r\nHost: b", "has a path"},
    };
    for (const auto& [text, problem] : cases) {
        const auto result = parse_http_url(text);
        ASSERT_FALSE(result) << text;
        EXPECT_NE(result.error().problem.find(problem), std::string::npos)
            << text << ": " << result.error().problem;
    }
}

TEST(http_url, never_repeats_credentials) {
    const auto result = parse_http_url("http://user:secret@127.0.0.1:8332");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().problem.find("secret"), std::string::npos);
    EXPECT_EQ(result.error().remedy.find("secret"), std::string::npos);
}

TEST(version_mask, reads_eight_hex_digits_of_either_case) {
    EXPECT_EQ(*parse_version_mask("1fffe000"), 0x1fffe000U);
    EXPECT_EQ(*parse_version_mask("1FFFFFE0"), 0x1fffffe0U);
    EXPECT_EQ(*parse_version_mask("00000000"), 0U);
}

TEST(version_mask, rejects_another_length_and_the_fixed_top_bits) {
    for (const char* text : {"", "1fffe00", "1fffe0000", "0x1fffe0", "1fffg000", "3fffe000"}) {
        EXPECT_FALSE(parse_version_mask(text)) << text;
    }
}

TEST(number_text, is_short_and_exact) {
    EXPECT_EQ(to_text(1'000'000.0), "1000000");
    EXPECT_EQ(to_text(2'100'000'000'000'000.0), "2100000000000000");
    EXPECT_EQ(to_text(0.001), "0.001");
    EXPECT_EQ(to_text(1e300), "1e+300");
    EXPECT_EQ(to_text(std::numeric_limits<double>::infinity()), "inf");
}

}  // namespace
}  // namespace sluice::pool
