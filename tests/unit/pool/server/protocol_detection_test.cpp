#include "pool/server/protocol_detection.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sluice::pool {
namespace {

TEST(protocol_detection, is_told_by_the_first_bytes) {
    EXPECT_EQ(detect_protocol(""), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol({"\0\r\n ", 4}), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol(" {"), PeerProtocol::stratum);
    EXPECT_EQ(detect_protocol("[{"), PeerProtocol::stratum);
    EXPECT_EQ(detect_protocol("GE"), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol("GET /"), PeerProtocol::http);
    EXPECT_EQ(detect_protocol("POST / HTTP/1.1"), PeerProtocol::http);
    EXPECT_EQ(detect_protocol("\x16\x03\x01"), PeerProtocol::tls);
    EXPECT_EQ(detect_protocol("PROXY"), PeerProtocol::undecided);
    EXPECT_EQ(detect_protocol("PROXY TCP4 10.0.0.1 10.0.0.2 1 3333\r\n"),
              PeerProtocol::proxy_header);
    EXPECT_EQ(detect_protocol({"\r\n\r\n\0\r\nQUIT\n\x21\x11", 14}), PeerProtocol::proxy_header);
    EXPECT_EQ(detect_protocol("ZZZZ"), PeerProtocol::junk);
    EXPECT_EQ(detect_protocol("\xf3\xff"), PeerProtocol::junk);
}

TEST(protocol_detection, refusal_of_http_states_its_length) {
    const std::string_view refusal = http_refusal;
    const auto body = refusal.substr(refusal.find("\r\n\r\n") + 4);
    EXPECT_NE(refusal.find("Content-Length: " + std::to_string(body.size()) + "\r\n"),
              std::string_view::npos);
}

}  // namespace
}  // namespace sluice::pool
