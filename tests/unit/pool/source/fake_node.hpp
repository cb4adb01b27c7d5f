#pragma once
/// FakeNode: a node's JSON-RPC on 127.0.0.1 whose answers a test scripts, by method. Runs on the
/// test's io_context, so that a test is one thread and needs no sleep.

#include "protocol/node_rpc/rpc_client.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sluice::pool::test {

struct FakeReply {
    unsigned status = 200;
    std::string body{};
    nlohmann::json reply = nullptr;  ///< when set, the body; the request's id is put in
    bool held = false;               ///< ask the script again at the next release()
    bool hang_up = false;            ///< close the connection instead of answering
    std::string stray{};             ///< bytes that follow the answer unasked
    std::string raw{};               ///< when set, the bytes of the answer, HTTP's own included
    std::string endless{};           ///< follows `raw` again and again until the caller closes
};

[[nodiscard]] FakeReply result(const nlohmann::json& value);
[[nodiscard]] FakeReply rpc_error(int code, const std::string& text);
[[nodiscard]] FakeReply plain(unsigned status, std::string body);
[[nodiscard]] FakeReply held();
[[nodiscard]] FakeReply hang_up();
/// Bytes instead of an HTTP answer, then `endless` without an end.
[[nodiscard]] FakeReply raw(std::string begin, std::string endless);

class FakeNode {
public:
    using Script = std::function<FakeReply(const nlohmann::json& params)>;

    explicit FakeNode(boost::asio::io_context& context);
    ~FakeNode();
    FakeNode(const FakeNode&) = delete;
    FakeNode& operator=(const FakeNode&) = delete;

    /// Every later call of the method is answered so; methods without a script are unknown.
    void on(const std::string& method, Script script);
    void on(const std::string& method, FakeReply reply);

    /// Options of a client that calls this node.
    [[nodiscard]] protocol::RpcOptions rpc_options() const;
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Wakes the held requests.
    void release();
    /// Closes every connection, not the listening port.
    void drop_connections();
    /// Closes the port and every connection, as a killed node does.
    void kill();
    /// Listens again on the same port.
    void restart();

    [[nodiscard]] int calls_of(const std::string& method) const;
    [[nodiscard]] int connections_accepted() const;
    [[nodiscard]] std::size_t endless_bytes_sent() const;
    /// The Authorization header of the last request.
    [[nodiscard]] std::string authorization() const;
    /// When set, a request with another Authorization header gets status 401.
    void require_authorization(std::string value);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace sluice::pool::test
