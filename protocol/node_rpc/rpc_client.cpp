#include "protocol/node_rpc/rpc_client.hpp"

#include "protocol/node_rpc/http_connection.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace sluice::protocol {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::milliseconds;

/// Connections kept for later; polling, longpoll and a block at the same time need three.
constexpr std::size_t idle_connections_max = 4;
/// Bytes of a cookie file; nodes write about 75.
constexpr std::size_t cookie_size_max = 4096;

std::string name_of_node(const RpcOptions& options) {
    const bool is_ipv6 = options.host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port);
}

/// The node closed a kept connection before it saw the request.
bool was_dropped(const error_code& error) {
    return error != beast::error::timeout && error != http::error::body_limit &&
           error != http::error::buffer_overflow && error != asio::error::operation_aborted;
}

/// "user:password" as the node wrote it, or why there is none.
Result<std::string> read_cookie(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        const std::error_code reason(errno, std::generic_category());
        return Unexpected{path.string() + " cannot be read (" + reason.message() + ")"};
    }
    std::string text(cookie_size_max, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    text.erase(text.find_last_not_of("\r\n") + 1);
    if (text.find(':') == std::string::npos) {
        return Unexpected{path.string() + " holds no user:password"};
    }
    return text;
}

/// Keeps a connection in the set of busy ones for as long as a call uses it.
class BusyMark {
public:
    BusyMark(std::set<HttpConnection*>& busy, HttpConnection* connection)
        : busy_(busy), connection_(connection) {
        busy_.insert(connection_);
    }
    ~BusyMark() { busy_.erase(connection_); }
    BusyMark(const BusyMark&) = delete;
    BusyMark& operator=(const BusyMark&) = delete;

private:
    std::set<HttpConnection*>& busy_;
    HttpConnection* connection_;
};

}  // namespace

RpcClient::RpcClient(asio::any_io_executor executor, RpcOptions options)
    : executor_(std::move(executor)), options_(std::move(options)), node_(name_of_node(options_)) {}

RpcClient::~RpcClient() = default;

asio::awaitable<RpcResult> RpcClient::call(std::string method, nlohmann::json params) {
    return call(std::move(method), std::move(params), options_.timeout);
}

asio::awaitable<RpcResult> RpcClient::call(std::string method, nlohmann::json params,
                                           milliseconds answer_timeout) {
    if (!login_loaded_) {
        if (const auto loaded = load_login(); !loaded) {
            co_return Unexpected{loaded.error()};
        }
    }
    const std::uint64_t id = ++last_id_;
    const auto request = std::make_shared<const Request>(
        Request{encode_rpc_request(id, method, std::move(params)), id, answer_timeout});
    RpcResult result = co_await exchange(request);
    if (!result && result.error().kind == RpcErrorKind::unauthorised &&
        !options_.cookie_file.empty()) {
        // The node has restarted and written a new cookie.
        const auto changed = load_login();
        if (!changed) {
            co_return Unexpected{changed.error()};
        }
        if (*changed) {
            result = co_await exchange(request);
        }
    }
    co_return result;
}

asio::awaitable<RpcResult> RpcClient::exchange(std::shared_ptr<const Request> request) {
    while (!stopped_) {
        std::unique_ptr<HttpConnection> connection = take_connection();
        const bool reused = connection->reusable();
        const BusyMark busy(busy_, connection.get());
        error_code error;
        if (!reused) {
            error = co_await connection->connect(
                options_.host, options_.port, std::min(options_.timeout, request->answer_timeout));
        }
        if (!error) {
            HttpPost post = post_of(*request);
            const auto answer = co_await connection->post(std::move(post));
            if (answer) {
                RpcResult result =
                    decode_rpc_reply(answer->status, answer->body, node_, request->id);
                if (result || result.error().kind == RpcErrorKind::rpc) {
                    keep(std::move(connection));
                }
                co_return result;
            }
            error = answer.error();
        }
        if (stopped_) {
            break;
        }
        if (!reused || !was_dropped(error)) {
            co_return Unexpected{error_of(error, request->answer_timeout)};
        }
        // Kept connections grow old together; the next round makes a new one.
        idle_.clear();
    }
    co_return Unexpected{RpcError{RpcErrorKind::stopped, node_, {}}};
}

std::unique_ptr<HttpConnection> RpcClient::take_connection() {
    while (!idle_.empty()) {
        std::unique_ptr<HttpConnection> connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->reusable()) {
            return connection;
        }
    }
    return std::make_unique<HttpConnection>(executor_);
}

void RpcClient::keep(std::unique_ptr<HttpConnection> connection) {
    if (options_.keeps_connections && connection->reusable() &&
        idle_.size() < idle_connections_max) {
        idle_.push_back(std::move(connection));
    }
}

HttpPost RpcClient::post_of(const Request& request) const {
    return {.host = options_.host,
            .port = options_.port,
            .path = options_.path,
            .authorization = authorization_,
            .body = request.body,
            .answer_timeout = request.answer_timeout,
            .timeout = options_.timeout,
            .response_bytes_max = options_.response_bytes_max};
}

RpcError RpcClient::error_of(const error_code& error, milliseconds timeout) const {
    if (error == beast::error::timeout) {
        return {RpcErrorKind::timeout, node_, std::to_string(timeout.count()) + " ms"};
    }
    if (error == http::error::body_limit) {
        return {RpcErrorKind::too_large, node_,
                std::to_string(options_.response_bytes_max) + " bytes"};
    }
    if (error == http::error::buffer_overflow) {
        return {RpcErrorKind::too_large, node_,
                std::to_string(unparsed_bytes_max) + " bytes of a chunk's header or of trailers"};
    }
    if (error == http::error::end_of_stream || error == http::error::partial_message) {
        return {RpcErrorKind::unreachable, node_, "it closed the connection"};
    }
    if (error.category() == http::make_error_code(http::error::bad_version).category()) {
        return {RpcErrorKind::bad_reply, node_, "no HTTP (" + error.message() + ")"};
    }
    return {RpcErrorKind::unreachable, node_, error.message()};
}

Result<bool, RpcError> RpcClient::load_login() {
    std::string login = options_.user + ":" + options_.password;
    if (!options_.cookie_file.empty()) {
        const auto cookie = read_cookie(options_.cookie_file);
        if (!cookie) {
            return Unexpected{RpcError{RpcErrorKind::cookie, node_, cookie.error()}};
        }
        login = *cookie;
    }
    login_loaded_ = true;
    std::string authorization = login == ":" ? std::string{} : basic_authorization(login);
    const bool changed = authorization != authorization_;
    authorization_ = std::move(authorization);
    return changed;
}

void RpcClient::end_calls() {
    for (HttpConnection* connection : busy_) {
        connection->close();
    }
}

void RpcClient::stop() {
    stopped_ = true;
    idle_.clear();
    end_calls();
}

}  // namespace sluice::protocol
