#pragma once
/// A blocking HTTP client for tests, with a deadline on every read so that a broken server fails a
/// test instead of hanging it.

#include <sys/socket.h>
#include <sys/time.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

class LoopbackClient {
public:
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    explicit LoopbackClient(std::uint16_t port) : socket_(io_) {
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
        const timeval deadline{20, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    }

    Response request(boost::beast::http::verb method, std::string_view target,
                     std::string_view if_none_match = {}) {
        namespace http = boost::beast::http;
        http::request<http::empty_body> request{method, {target.data(), target.size()}, 11};
        request.set(http::field::host, "127.0.0.1");
        if (!if_none_match.empty()) {
            request.set(http::field::if_none_match,
                        boost::beast::string_view(if_none_match.data(), if_none_match.size()));
        }
        http::write(socket_, request);
        return read_response(method == http::verb::head);
    }

    Response get(std::string_view target) { return request(boost::beast::http::verb::get, target); }

    /// Bytes as they are. An error is not one of the test's: the server may have closed already.
    void send_raw(std::string_view bytes) {
        boost::system::error_code ignored;
        boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    }

    Response read_response(bool head = false) {
        namespace http = boost::beast::http;
        http::response_parser<http::string_body> parser;
        parser.skip(head);
        http::read(socket_, buffer_, parser);
        return parser.release();
    }

    /// Reads to the end; true when the server closed the connection.
    bool closed_by_server() {
        std::string rest;
        boost::system::error_code error;
        boost::asio::read(socket_, boost::asio::dynamic_buffer(rest), error);
        return error == boost::asio::error::eof || error == boost::asio::error::connection_reset;
    }

private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
};

}  // namespace sluice::pool
