#include "tests/unit/pool/http/loopback_client.hpp"

#include "pool/http/http_server.hpp"
#include "pool/http/page_assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace sluice::pool {
namespace {

namespace http = boost::beast::http;
using testing::HasSubstr;

constexpr std::int64_t now_ms = 1'700'000'000'000;

class http_server : public testing::Test {
protected:
    explicit http_server(HttpOptions options = on_any_port())
        : server(std::move(options), monitor, [] { return now_ms; }) {
        monitor.tick(now_ms, now_ms);
        const auto started = server.start();
        EXPECT_TRUE(started) << started.error();
    }

    static HttpOptions on_any_port() { return {.listen = {{"127.0.0.1", 0}}}; }

    Monitor monitor{{.name = "Test pool", .started_ms = now_ms - 5000}};
    HttpServer server;
};

TEST_F(http_server, serves_the_page_at_its_root) {
    LoopbackClient client(server.port());
    const auto response = client.get("/");
    EXPECT_EQ(response.result(), http::status::ok);
    EXPECT_EQ(response[http::field::content_type], "text/html; charset=utf-8");
    EXPECT_THAT(std::string(response["Content-Security-Policy"]), HasSubstr("script-src 'self'"));
    EXPECT_THAT(response.body(), HasSubstr("id=\"headline\""));
}

TEST_F(http_server, serves_every_asset_and_answers_its_etag_with_304) {
    LoopbackClient client(server.port());
    ASSERT_FALSE(page_assets().empty());
    for (const PageAsset& asset : page_assets()) {
        const auto response = client.get(asset.path);
        EXPECT_EQ(response.body(), asset.body) << asset.path;
        const auto again = client.request(http::verb::get, asset.path, asset.etag);
        EXPECT_EQ(again.result(), http::status::not_modified) << asset.path;
        EXPECT_EQ(again.body(), "");
    }
}

TEST_F(http_server, answers_many_requests_on_one_connection) {
    LoopbackClient client(server.port());
    for (int i = 0; i < 50; ++i) {
        const auto response = client.get("/api/v1/status");
        ASSERT_EQ(response.result(), http::status::ok);
        EXPECT_EQ(nlohmann::json::parse(response.body())["pool"]["uptime_s"], 5.0);
    }
}

TEST_F(http_server, answers_head_with_the_length_and_no_body) {
    LoopbackClient client(server.port());
    const auto head = client.request(http::verb::head, "/");
    EXPECT_EQ(head.result(), http::status::ok);
    EXPECT_EQ(head[http::field::content_length], std::to_string(find_page_asset("/")->body.size()));
    EXPECT_EQ(client.get("/metrics").result(), http::status::ok) << "the connection goes on";
}

TEST_F(http_server, refuses_other_methods_and_names_those_it_serves) {
    LoopbackClient client(server.port());
    for (const http::verb method : {http::verb::put, http::verb::delete_, http::verb::options}) {
        const auto response = client.request(method, "/api/v1/status");
        EXPECT_EQ(response.result(), http::status::method_not_allowed);
        EXPECT_EQ(response[http::field::allow], "GET, HEAD");
        EXPECT_TRUE(nlohmann::json::parse(response.body()).contains("error"));
    }
}

TEST_F(http_server, refuses_a_post_without_reading_its_body) {
    LoopbackClient client(server.port());
    client.send_raw("POST /api/v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(client.read_response().result(), http::status::method_not_allowed);
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(http_server, refuses_a_get_with_a_body) {
    LoopbackClient client(server.port());
    client.send_raw("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(client.read_response().result(), http::status::payload_too_large);
}

TEST_F(http_server, refuses_a_header_beyond_its_limit) {
    LoopbackClient client(server.port());
    client.send_raw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(20'000, 'a') +
                    "\r\n\r\n");
    EXPECT_EQ(client.read_response().result(), http::status::request_header_fields_too_large);
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(http_server, survives_what_is_not_http) {
    const std::string tls_hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
    for (const std::string& bytes :
         {tls_hello, std::string("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n"),
          std::string(100, '\0'), std::string("GET\r\n\r\n"),
          std::string("GET / HTTP/9.9\r\n\r\n")}) {
        LoopbackClient client(server.port());
        client.send_raw(bytes);
        EXPECT_EQ(client.read_response().result(), http::status::bad_request);
        EXPECT_TRUE(client.closed_by_server());
    }
    EXPECT_EQ(LoopbackClient(server.port()).get("/").result(), http::status::ok);
}

TEST_F(http_server, knows_no_way_out_of_the_page) {
    LoopbackClient client(server.port());
    for (const char* target : {"/../../etc/passwd", "/assets/../../etc/passwd",
                               "/%2e%2e/etc/passwd", "//etc/passwd", "/assets", "/index.html/"}) {
        EXPECT_EQ(client.get(target).result(), http::status::not_found) << target;
    }
}

TEST_F(http_server, says_which_port_is_in_use) {
    HttpServer second({.listen = {{"127.0.0.1", server.port()}}}, monitor, [] { return now_ms; });
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error(), HasSubstr("127.0.0.1:" + std::to_string(server.port())));
    EXPECT_THAT(started.error(), HasSubstr("in use by another program"));
}

TEST_F(http_server, says_that_a_host_name_is_no_address) {
    HttpServer second({.listen = {{"localhost", 0}}}, monitor, [] { return now_ms; });
    EXPECT_THAT(second.start().error(), HasSubstr("\"localhost\" is no IP address"));
}

TEST_F(http_server, stops_while_connections_are_open) {
    LoopbackClient idle(server.port());
    idle.get("/");
    LoopbackClient silent(server.port());
    server.stop();
    server.stop();
    EXPECT_EQ(server.port() == 0, false);
}

class small_http_server : public http_server {
protected:
    small_http_server()
        : http_server({.listen = {{"127.0.0.1", 0}},
                       .connections_max = 1,
                       .read_timeout = std::chrono::milliseconds(50)}) {}
};

TEST_F(small_http_server, an_idle_connection_makes_way_for_a_new_one) {
    LoopbackClient first(server.port());
    first.get("/");
    LoopbackClient second(server.port());
    EXPECT_EQ(second.get("/metrics").result(), http::status::ok);
    EXPECT_TRUE(first.closed_by_server());
}

TEST_F(small_http_server, closes_a_connection_that_is_silent_for_the_read_timeout) {
    LoopbackClient client(server.port());
    client.get("/");
    EXPECT_TRUE(client.closed_by_server());
}

TEST(http_server_without_endpoints, starts_and_serves_nothing) {
    Monitor monitor({});
    HttpServer server({.listen = {}}, monitor, [] { return now_ms; });
    EXPECT_TRUE(server.start());
    EXPECT_EQ(server.port(), 0);
}

}  // namespace
}  // namespace sluice::pool
