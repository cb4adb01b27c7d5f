#pragma once
/// An address that drops packets: a listening socket whose queue is full, so that the system leaves
/// the SYNs of further connections unanswered. For one thread.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstdint>

#include <sys/socket.h>

namespace sluice::miner {

class BlackHole {
public:
    explicit BlackHole(boost::asio::io_context& context)
        : acceptor_(context), fillers_{Socket{context}, Socket{context}, Socket{context}} {
        const boost::asio::ip::tcp::endpoint any_port{boost::asio::ip::address_v4::loopback(), 0};
        acceptor_.open(any_port.protocol());
        acceptor_.bind(any_port);
        acceptor_.listen(0);
        const auto own = acceptor_.local_endpoint();
        for (Socket& filler : fillers_) {
            filler.open(any_port.protocol());
            filler.native_non_blocking(true);
            (void)::connect(filler.native_handle(), own.data(),
                            static_cast<socklen_t>(own.size()));  // asio's would wait
        }
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    using Socket = boost::asio::ip::tcp::socket;

    boost::asio::ip::tcp::acceptor acceptor_;
    std::array<Socket, 3> fillers_;
};

}  // namespace sluice::miner
