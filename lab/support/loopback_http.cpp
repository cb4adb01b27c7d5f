#include "lab/support/loopback_http.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <iterator>

namespace sluice::lab {

Result<nlohmann::json, std::string> get_json(std::uint16_t port, const std::string& path) {
    using boost::asio::ip::tcp;
    const std::string url = "http://127.0.0.1:" + std::to_string(port) + path;
    tcp::iostream stream;
    stream.expires_after(std::chrono::seconds(5));
    stream.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
    stream << "GET " << path << " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" << std::flush;
    const std::string reply{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t body = reply.find("\r\n\r\n");
    if (body == std::string::npos) {
        return Unexpected{url + " does not answer: " + stream.error().message()};
    }
    auto json = nlohmann::json::parse(reply.substr(body), nullptr, false);
    if (json.is_discarded() || reply.find(" 200 ") > reply.find('\r')) {
        return Unexpected{url + " answers " + reply.substr(0, reply.find('\r')) +
                          ", not the JSON that was asked for"};
    }
    return json;
}

}  // namespace sluice::lab
