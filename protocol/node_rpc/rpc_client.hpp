#pragma once
/// RpcClient: calls a node's JSON-RPC over keep-alive connections. Calls may overlap, each has a
/// connection to itself. A connection that the node has dropped meanwhile is replaced once. Lives
/// on its executor's thread and must outlive its calls.

#include "protocol/node_rpc/rpc_codec.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sluice::protocol {

class HttpConnection;
struct HttpPost;

/// Bytes of the largest answer, HTTP's own included: 4,000,000 weight units hold 4 MB, 8 MB in hex,
/// and 16,666 transactions need some 300 bytes of JSON each (protocol/bitcoin/block_template.hpp).
inline constexpr std::size_t rpc_response_bytes_max = 32 * 1024 * 1024;

struct RpcOptions {
    std::string host = "127.0.0.1";  ///< address or name
    std::uint16_t port = 8332;
    std::string path = "/";
    std::string user;
    std::string password;
    std::filesystem::path cookie_file;  ///< when set, used instead of user and password
    std::chrono::milliseconds timeout{10'000};
    std::size_t response_bytes_max = rpc_response_bytes_max;
    bool keeps_connections = true;  ///< for later calls
};

class RpcClient {
public:
    RpcClient(boost::asio::any_io_executor executor, RpcOptions options);
    ~RpcClient();
    RpcClient(const RpcClient&) = delete;
    RpcClient& operator=(const RpcClient&) = delete;

    [[nodiscard]] boost::asio::awaitable<RpcResult> call(std::string method, nlohmann::json params);
    /// With a time of its own for the node to begin its answer, as longpoll needs.
    [[nodiscard]] boost::asio::awaitable<RpcResult> call(std::string method, nlohmann::json params,
                                                         std::chrono::milliseconds answer_timeout);

    /// Ends running calls with `unreachable`.
    void end_calls();

    /// Ends running calls with `stopped`; later ones end so at once.
    void stop();

    /// "127.0.0.1:8332", for messages.
    [[nodiscard]] const std::string& node() const noexcept { return node_; }

private:
    /// A request as it is sent, and what its answer is known by.
    struct Request {
        std::string body;
        std::uint64_t id = 0;
        std::chrono::milliseconds answer_timeout{0};
    };

    boost::asio::awaitable<RpcResult> exchange(std::shared_ptr<const Request> request);
    std::unique_ptr<HttpConnection> take_connection();
    void keep(std::unique_ptr<HttpConnection> connection);
    [[nodiscard]] HttpPost post_of(const Request& request) const;
    [[nodiscard]] RpcError error_of(const boost::system::error_code& error,
                                    std::chrono::milliseconds timeout) const;
    /// Reads the login for the next request; true when it differs from the last one.
    Result<bool, RpcError> load_login();

    boost::asio::any_io_executor executor_;
    RpcOptions options_;
    std::string node_;
    std::string authorization_;
    std::uint64_t last_id_ = 0;
    bool login_loaded_ = false;
    bool stopped_ = false;
    std::vector<std::unique_ptr<HttpConnection>> idle_;
    std::set<HttpConnection*> busy_;
};

}  // namespace sluice::protocol
