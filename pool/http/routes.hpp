#pragma once
/// Which request gets which reply: the routing table of the HTTP server, without sockets. Pure but
/// for reading the Monitor; any thread.

#include "pool/monitor/monitor.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

struct HttpRequest {
    std::string_view method;  ///< "GET"
    std::string_view target;  ///< origin form: "/api/v1/blocks?limit=10"
    std::string_view if_none_match{};
};

struct HttpReply {
    unsigned status = 200;
    std::string_view content_type = "application/json";
    std::string_view cache_control = "no-store";
    std::string_view etag{};   ///< empty: none
    std::string_view allow{};  ///< empty: none; of a 405
    std::string body{};        ///< a HEAD request gets its length only
};

[[nodiscard]] HttpReply respond(const HttpRequest& request, const Monitor& monitor,
                                std::int64_t now_ms);

}  // namespace sluice::pool
