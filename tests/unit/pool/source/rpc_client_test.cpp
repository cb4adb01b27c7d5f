#include "protocol/node_rpc/rpc_client.hpp"

#include "tests/unit/pool/source/fake_node.hpp"
#include "tests/unit/pool/source/run_until.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <fstream>

namespace sluice::pool {
namespace {

using nlohmann::json;
using test::run_until;
using test::wait_for;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class RpcClientTest : public ::testing::Test {
protected:
    RpcClientTest() {
        node_.on("echo", [](const json& params) { return test::result(params); });
    }

    protocol::RpcResult call(protocol::RpcClient& client, const std::string& method = "echo") {
        return wait_for(context_, client.call(method, json::array()));
    }
    protocol::RpcError error_of(const protocol::RpcOptions& options) {
        protocol::RpcClient client(context_.get_executor(), options);
        const protocol::RpcResult result = call(client);
        EXPECT_FALSE(result);
        return result ? protocol::RpcError{} : result.error();
    }
    void write_cookie(const std::string& text) { std::ofstream(cookie_) << text; }

    boost::asio::io_context context_;
    test::FakeNode node_{context_};
    sluice::test::ScratchFolder folder_;
    std::filesystem::path cookie_ = folder_ / ".cookie";
};

TEST_F(RpcClientTest, answers_with_the_result) {
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    json params = json::array({1, "two", nullptr});
    EXPECT_EQ(*wait_for(context_, client.call("echo", params)), params);
    EXPECT_EQ(node_.authorization(), "");
}

TEST_F(RpcClientTest, keeps_its_connection) {
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    EXPECT_TRUE(call(client));
    EXPECT_TRUE(call(client));
    EXPECT_EQ(node_.connections_accepted(), 1);
}

TEST_F(RpcClientTest, overlapping_calls_do_not_wait_for_one_another) {
    node_.on("slow", test::held());
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    std::optional<protocol::RpcResult> slow;
    test::start(context_, client.call("slow", json::array()), slow);
    EXPECT_TRUE(call(client));
    ASSERT_TRUE(run_until(context_, [&] { return node_.calls_of("slow") == 1; }));
    EXPECT_FALSE(slow);
    node_.on("slow", test::result(5));
    node_.release();
    ASSERT_TRUE(run_until(context_, [&] { return slow.has_value(); }));
    EXPECT_EQ(**slow, 5);
}

TEST_F(RpcClientTest, replaces_a_connection_that_the_node_dropped) {
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    EXPECT_TRUE(call(client));
    node_.drop_connections();
    EXPECT_TRUE(call(client));
    EXPECT_EQ(node_.connections_accepted(), 2);
}

TEST_F(RpcClientTest, does_not_insist_when_a_new_connection_is_dropped_too) {
    node_.on("echo", test::hang_up());
    const protocol::RpcError error = error_of(node_.rpc_options());
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::unreachable);
    EXPECT_EQ(node_.connections_accepted(), 1);
}

TEST_F(RpcClientTest, an_unreachable_port_is_named_with_the_systems_reason) {
    node_.kill();
    EXPECT_THAT(message(error_of(node_.rpc_options())),
                AllOf(HasSubstr("127.0.0.1:" + std::to_string(node_.port())),
                      HasSubstr("Connection refused"), HasSubstr("node.url")));
}

TEST_F(RpcClientTest, a_silent_node_is_a_timeout) {
    node_.on("echo", test::held());
    protocol::RpcOptions options = node_.rpc_options();
    options.timeout = std::chrono::milliseconds(20);
    const protocol::RpcError error = error_of(options);
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::timeout);
    EXPECT_THAT(message(error), HasSubstr("20 ms"));
}

TEST_F(RpcClientTest, sends_user_and_password) {
    node_.require_authorization(protocol::basic_authorization("alice:wonder land"));
    protocol::RpcOptions options = node_.rpc_options();
    options.user = "alice";
    options.password = "wonder land";
    protocol::RpcClient client(context_.get_executor(), options);
    EXPECT_TRUE(call(client));
}

TEST_F(RpcClientTest, a_wrong_password_is_said_but_never_shown) {
    node_.require_authorization("Basic other");
    protocol::RpcOptions options = node_.rpc_options();
    options.user = "alice";
    options.password = "secret";
    const protocol::RpcError error = error_of(options);
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::unauthorised);
    EXPECT_THAT(message(error), HasSubstr("node.password"));
    EXPECT_THAT(message(error), Not(HasSubstr("secret")));
}

TEST_F(RpcClientTest, reads_the_cookie_again_when_the_node_has_a_new_one) {
    write_cookie("__cookie__:old\n");
    node_.require_authorization(protocol::basic_authorization("__cookie__:old"));
    protocol::RpcOptions options = node_.rpc_options();
    options.cookie_file = cookie_;
    protocol::RpcClient client(context_.get_executor(), options);
    EXPECT_TRUE(call(client));
    write_cookie("__cookie__:new");
    node_.require_authorization(protocol::basic_authorization("__cookie__:new"));
    EXPECT_TRUE(call(client));
}

TEST_F(RpcClientTest, an_unchanged_cookie_that_is_refused_is_not_tried_twice) {
    write_cookie("__cookie__:old");
    node_.require_authorization("Basic other");
    protocol::RpcOptions options = node_.rpc_options();
    options.cookie_file = cookie_;
    EXPECT_EQ(error_of(options).kind, protocol::RpcErrorKind::unauthorised);
    EXPECT_EQ(node_.calls_of("echo"), 1);
}

TEST_F(RpcClientTest, a_missing_or_foreign_cookie_file_is_named) {
    protocol::RpcOptions options = node_.rpc_options();
    options.cookie_file = cookie_;
    EXPECT_THAT(message(error_of(options)),
                HasSubstr(cookie_.string() + " cannot be read (No such file or directory)"));
    write_cookie("no colon here");
    EXPECT_THAT(message(error_of(options)), HasSubstr("holds no user:password"));
    EXPECT_THAT(message(error_of(options)), Not(HasSubstr("no colon here")));
}

TEST_F(RpcClientTest, a_huge_answer_is_refused) {
    node_.on("echo", test::result(std::string(100'000, 'x')));
    protocol::RpcOptions options = node_.rpc_options();
    options.response_bytes_max = 10'000;
    const protocol::RpcError error = error_of(options);
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::too_large);
    EXPECT_THAT(message(error), HasSubstr("10000 bytes"));
}

TEST_F(RpcClientTest, an_answer_that_never_ends_is_cut_at_the_byte_limit) {
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string kilobyte(1024, 'x');
    const std::pair<const char*, test::FakeReply> endless[] = {
        {"header", test::raw("HTTP/1.1 200 OK\r\n", "X: " + kilobyte + "\r\n")},
        {"body", test::raw("HTTP/1.1 200 OK\r\n\r\n", kilobyte)},
        {"a chunk's extension", test::raw(chunked + "1;a=", kilobyte)},
        {"chunks of a byte", test::raw(chunked, "1;a=" + kilobyte + "\r\n{\r\n")},
        {"trailers", test::raw(chunked + "0\r\n", "X: " + kilobyte + "\r\n")},
    };
    protocol::RpcOptions options = node_.rpc_options();
    options.response_bytes_max = 300'000;
    for (const auto& [part, reply] : endless) {
        node_.on("echo", reply);
        const std::size_t before = node_.endless_bytes_sent();
        EXPECT_THAT(error_of(options).kind, testing::AnyOf(protocol::RpcErrorKind::too_large,
                                                           protocol::RpcErrorKind::bad_reply))
            << part;
        // Kernel buffers of both ends take some more.
        EXPECT_LE(node_.endless_bytes_sent() - before, 20'000'000U) << part;
    }
}

TEST_F(RpcClientTest, an_answer_that_drips_for_ever_ends_with_the_timeout) {
    // Every read brings something at once, and the limit of bytes is far away.
    node_.on("echo", test::raw("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", " "));
    protocol::RpcOptions options = node_.rpc_options();
    options.timeout = std::chrono::milliseconds(50);
    EXPECT_EQ(error_of(options).kind, protocol::RpcErrorKind::timeout);
    protocol::RpcClient client(context_.get_executor(), options);
    const protocol::RpcResult longpoll =
        wait_for(context_, client.call("echo", json::array(), std::chrono::hours(1)));
    ASSERT_FALSE(longpoll);
    EXPECT_EQ(longpoll.error().kind, protocol::RpcErrorKind::timeout)
        << "counted from the first byte";
}

TEST_F(RpcClientTest, a_stray_reply_is_given_to_no_later_call) {
    const std::string stray_body = R"({"result":"stray","error":null,"id":1})";
    const std::string stray =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(stray_body.size()) + "\r\n\r\n" +
        stray_body;
    node_.on("echo", [&](const json& params) {
        test::FakeReply reply = test::result(params);
        reply.stray = stray;
        return reply;
    });
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    for (int i = 0; i < 5; ++i) {
        const json params = json::array({i});
        const protocol::RpcResult result = wait_for(context_, client.call("echo", params));
        ASSERT_TRUE(result) << message(result.error());
        EXPECT_EQ(*result, params);
    }
}

TEST_F(RpcClientTest, a_connection_with_an_answer_to_something_else_is_closed) {
    node_.on("echo", test::plain(200, R"({"result":"stray","error":null,"id":999})"));
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    const protocol::RpcResult stray = call(client);
    ASSERT_FALSE(stray);
    EXPECT_EQ(stray.error().kind, protocol::RpcErrorKind::bad_reply);
    node_.on("echo", test::result("good"));
    EXPECT_EQ(*call(client), "good");
    EXPECT_EQ(node_.connections_accepted(), 2);
}

TEST_F(RpcClientTest, a_nested_answer_is_refused_and_harms_nothing) {
    node_.on("echo",
             test::plain(200, R"({"id":1,"error":{"code":-1,"data":)" + std::string(100'000, '[')));
    const protocol::RpcError error = error_of(node_.rpc_options());
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::bad_reply);
    EXPECT_LE(message(error).size(), 500U);
}

boost::asio::awaitable<void> greet(boost::asio::ip::tcp::acceptor* acceptor) {
    boost::asio::ip::tcp::socket socket =
        co_await acceptor->async_accept(boost::asio::use_awaitable);
    const std::string greeting = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
    co_await boost::asio::async_write(socket, boost::asio::buffer(greeting),
                                      boost::asio::use_awaitable);
    std::array<char, 1> byte{};
    co_await socket.async_read_some(boost::asio::buffer(byte), boost::asio::use_awaitable);
}

TEST_F(RpcClientTest, a_port_that_speaks_something_else_is_said) {
    using boost::asio::ip::tcp;
    tcp::acceptor acceptor(context_, {boost::asio::ip::make_address("127.0.0.1"), 0});
    boost::asio::co_spawn(context_, greet(&acceptor), test::rethrow);
    protocol::RpcOptions options;
    options.port = acceptor.local_endpoint().port();
    const protocol::RpcError error = error_of(options);
    EXPECT_EQ(error.kind, protocol::RpcErrorKind::bad_reply) << message(error);
    EXPECT_THAT(message(error), HasSubstr("no HTTP"));
}

TEST_F(RpcClientTest, stop_ends_running_and_later_calls) {
    node_.on("slow", test::held());
    protocol::RpcClient client(context_.get_executor(), node_.rpc_options());
    std::optional<protocol::RpcResult> slow;
    test::start(context_, client.call("slow", json::array()), slow);
    ASSERT_TRUE(run_until(context_, [&] { return node_.calls_of("slow") == 1; }));
    client.stop();
    ASSERT_TRUE(run_until(context_, [&] { return slow.has_value(); }));
    EXPECT_EQ(slow->error().kind, protocol::RpcErrorKind::stopped);
    EXPECT_EQ(call(client).error().kind, protocol::RpcErrorKind::stopped);
}

}  // namespace
}  // namespace sluice::pool
