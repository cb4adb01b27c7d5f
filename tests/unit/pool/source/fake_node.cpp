#include "tests/unit/pool/source/fake_node.hpp"

#include "pool/base/backoff.hpp"
#include "tests/unit/pool/source/run_until.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <exception>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace sluice::pool::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

/// Longer than any test.
constexpr std::chrono::minutes held_max{10};

}  // namespace

FakeReply result(const nlohmann::json& value) {
    return {.reply = {{"result", value}, {"error", nullptr}}};
}

FakeReply rpc_error(int code, const std::string& text) {
    const nlohmann::json error{{"code", code}, {"message", text}};
    return {.status = 500, .reply = {{"result", nullptr}, {"error", error}}};
}

FakeReply plain(unsigned status, std::string body) {
    return {.status = status, .body = std::move(body)};
}

FakeReply held() { return {.held = true}; }

FakeReply hang_up() { return {.hang_up = true}; }

FakeReply raw(std::string begin, std::string endless) {
    return {.raw = std::move(begin), .endless = std::move(endless)};
}

struct FakeNode::State {
    explicit State(asio::io_context& io) : context(io), acceptor(io), holds(io.get_executor()) {}

    void listen(std::uint16_t at) {
        acceptor = tcp::acceptor(context, {asio::ip::make_address("127.0.0.1"), at});
        port = acceptor.local_endpoint().port();
    }

    FakeReply answer(const http::request<http::string_body>& request) {
        authorization = std::string(request[http::field::authorization]);
        if (!authorization_required.empty() && authorization != authorization_required) {
            return plain(401, "");
        }
        const nlohmann::json call = nlohmann::json::parse(request.body());
        const auto script = scripts.find(call.at("method").get<std::string>());
        return script == scripts.end() ? rpc_error(-32601, "Method not found")
                                       : script->second(call.at("params"));
    }

    static asio::awaitable<void> accept(std::shared_ptr<State> self) {
        boost::system::error_code closed;
        while (true) {
            tcp::socket socket = co_await self->acceptor.async_accept(
                asio::redirect_error(asio::use_awaitable, closed));
            if (closed) {
                co_return;
            }
            ++self->connections;
            asio::co_spawn(self->context, serve(self, std::move(socket)), rethrow);
        }
    }

    static asio::awaitable<void> serve(std::shared_ptr<State> self, tcp::socket socket) {
        beast::flat_buffer buffer;
        boost::system::error_code error;
        self->sockets.insert(&socket);
        while (!error) {
            http::request<http::string_body> request;
            co_await http::async_read(socket, buffer, request,
                                      asio::redirect_error(asio::use_awaitable, error));
            if (error) {
                break;
            }
            ++self->calls[nlohmann::json::parse(request.body()).at("method")];
            FakeReply reply = self->answer(request);
            while (reply.held && socket.is_open()) {
                co_await self->holds.wait(held_max);
                if (socket.is_open()) {
                    reply = self->answer(request);
                }
            }
            if (reply.hang_up || !socket.is_open()) {
                break;
            }
            const std::string bytes = reply.raw.empty() ? bytes_of(request, reply) : reply.raw;
            co_await asio::async_write(socket, asio::buffer(bytes),
                                       asio::redirect_error(asio::use_awaitable, error));
            while (!error && !reply.endless.empty()) {
                self->bytes_endless +=
                    co_await asio::async_write(socket, asio::buffer(reply.endless),
                                               asio::redirect_error(asio::use_awaitable, error));
            }
        }
        self->sockets.erase(&socket);
    }

    static std::string bytes_of(const http::request<http::string_body>& request, FakeReply reply) {
        if (!reply.reply.is_null()) {
            reply.reply["id"] = nlohmann::json::parse(request.body()).at("id");
            reply.body = reply.reply.dump();
        }
        http::response<http::string_body> response(http::int_to_status(reply.status), 11);
        response.body() = std::move(reply.body);
        response.prepare_payload();
        std::ostringstream out;
        out << response;
        return out.str() + reply.stray;
    }

    void drop() {
        for (tcp::socket* socket : sockets) {
            socket->close();
        }
        holds.wake();
    }

    asio::io_context& context;
    tcp::acceptor acceptor;
    std::uint16_t port = 0;
    Pauses holds;
    std::map<std::string, Script> scripts;
    std::map<std::string, int> calls;
    std::set<tcp::socket*> sockets;
    std::string authorization;
    std::string authorization_required;
    int connections = 0;
    std::size_t bytes_endless = 0;
};

FakeNode::FakeNode(asio::io_context& context) : state_(std::make_shared<State>(context)) {
    state_->listen(0);
    asio::co_spawn(context, State::accept(state_), rethrow);
}

FakeNode::~FakeNode() { kill(); }

void FakeNode::on(const std::string& method, Script script) {
    state_->scripts[method] = std::move(script);
}

void FakeNode::on(const std::string& method, FakeReply reply) {
    on(method, [reply = std::move(reply)](const nlohmann::json&) { return reply; });
}

protocol::RpcOptions FakeNode::rpc_options() const {
    protocol::RpcOptions options;
    options.port = state_->port;
    return options;
}

std::uint16_t FakeNode::port() const noexcept { return state_->port; }

void FakeNode::release() { state_->holds.wake(); }

void FakeNode::drop_connections() { state_->drop(); }

void FakeNode::kill() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
    state_->drop();
}

void FakeNode::restart() {
    state_->listen(state_->port);
    asio::co_spawn(state_->context, State::accept(state_), rethrow);
}

int FakeNode::calls_of(const std::string& method) const { return state_->calls[method]; }

int FakeNode::connections_accepted() const { return state_->connections; }

std::size_t FakeNode::endless_bytes_sent() const { return state_->bytes_endless; }

std::string FakeNode::authorization() const { return state_->authorization; }

void FakeNode::require_authorization(std::string value) {
    state_->authorization_required = std::move(value);
}

}  // namespace sluice::pool::test
