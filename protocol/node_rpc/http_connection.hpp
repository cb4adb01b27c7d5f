#pragma once
/// HttpConnection: one keep-alive HTTP/1.1 connection to a node (RFC 9112). Carries one request at
/// a time. Lives on its executor's thread. Internal to RpcClient.

#include "base/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace sluice::protocol {

/// Bytes that the parser has not taken yet: one read, or a chunk's header with its extensions, or
/// all trailers.
inline constexpr std::size_t unparsed_bytes_max = 64 * 1024;

struct HttpPost {
    std::string host;  ///< also the Host header
    std::uint16_t port = 0;
    std::string path;
    std::string authorization;                    ///< empty: no such header
    std::string body;                             ///< JSON
    std::chrono::milliseconds answer_timeout{0};  ///< until the answer's last byte
    std::chrono::milliseconds timeout{0};         ///< from the answer's first byte to its last
    std::size_t response_bytes_max = 0;           ///< header, chunks' extensions and trailers too
};

struct HttpAnswer {
    unsigned status = 0;
    std::string body;
};

class HttpConnection {
public:
    using AnswerResult = Result<HttpAnswer, boost::system::error_code>;

    explicit HttpConnection(boost::asio::any_io_executor executor);
    ~HttpConnection();
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    /// Resolves a name if need be and connects. The timeout does not cut a name server short.
    [[nodiscard]] boost::asio::awaitable<boost::system::error_code> connect(
        std::string host, std::uint16_t port, std::chrono::milliseconds timeout);

    /// Sends the request and reads the whole answer within its timeouts. An answer over the limit
    /// is the error boost::beast::http::error::body_limit.
    [[nodiscard]] boost::asio::awaitable<AnswerResult> post(HttpPost request);

    /// Whether the connection may carry another request: it is open, and nothing lies in it that
    /// no request asked for.
    [[nodiscard]] bool reusable() const;

    /// Makes a running request end with an error.
    void close();

private:
    std::shared_ptr<boost::asio::ip::tcp::socket> socket_;  ///< shared with its deadline
    boost::beast::flat_buffer buffer_;
    bool reusable_ = false;
    bool closed_ = false;
};

}  // namespace sluice::protocol
