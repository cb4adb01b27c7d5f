#pragma once
/// A blocking Stratum client for tests, with a deadline on every read so that a broken server fails
/// a test instead of hanging it.

#include "protocol/stratum_v1/message.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool::test {

using protocol::stratum_v1::Json;

class StratumClient {
public:
    /// `receive_buffer_bytes` 0: the kernel's default.
    explicit StratumClient(std::uint16_t port, int receive_buffer_bytes = 0) : socket_(io_) {
        using boost::asio::ip::tcp;
        socket_.open(tcp::v4());
        if (receive_buffer_bytes > 0) {
            socket_.set_option(tcp::socket::receive_buffer_size(receive_buffer_bytes));
        }
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
        const timeval deadline{20, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    }

    /// Bytes as they are. An error is not one of the test's: the server may have closed already.
    void send(std::string_view bytes) {
        boost::system::error_code ignored;
        boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    }

    void end_writing() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }

    /// The next line with its newline; nullopt when the server closed the connection.
    std::optional<std::string> read_line() {
        const auto size = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(buffer_),
                                                  '\n', read_error_);
        if (read_error_) {
            return std::nullopt;
        }
        std::string line = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return line;
    }

    /// Whether the last read ended because the server ended its side, not by a reset.
    [[nodiscard]] bool closed_in_order() const { return read_error_ == boost::asio::error::eof; }

    /// The next line of this method, or the next reply when `method` is empty; null at the end.
    Json read_until(std::string_view method) {
        while (const auto line = read_line()) {
            Json json = Json::parse(*line);
            if (json.value("method", "") == method) {
                return json;
            }
        }
        return nullptr;
    }

    Json ask(const std::string& id, const std::string& method, const Json& params) {
        send(protocol::stratum_v1::encode_request({id}, method, params));
        return read_until("");
    }

    /// Subscribes and authorises; returns the subscribe reply's result.
    Json log_in(const std::string& worker, const std::string& session = "") {
        Json subscribed = ask("1", "mining.subscribe", Json::array({"test/1.0", session}));
        ask("2", "mining.authorize", Json::array({worker, "x"}));
        return subscribed["result"];
    }

private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_;
    std::string buffer_;
    boost::system::error_code read_error_;
};

}  // namespace sluice::pool::test
