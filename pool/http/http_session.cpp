#include "pool/http/http_session.hpp"

#include "pool/http/api_json.hpp"
#include "pool/http/routes.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using Response = http::response<http::string_body>;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::string_view to_std(beast::string_view text) { return {text.data(), text.size()}; }
beast::string_view to_beast(std::string_view text) { return {text.data(), text.size()}; }

/// Scripts, styles and data come from this server only, and no other site may frame the page.
constexpr beast::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Response make_response(HttpReply reply, unsigned http_version, bool head, bool keep_alive) {
    Response response{http::int_to_status(reply.status), http_version};
    response.set(http::field::server, "sluice-pool");
    response.set(http::field::content_type, to_beast(reply.content_type));
    response.set(http::field::cache_control, to_beast(reply.cache_control));
    response.set("Content-Security-Policy", content_security_policy);
    response.set("X-Content-Type-Options", "nosniff");
    if (!reply.etag.empty()) {
        response.set(http::field::etag, to_beast(reply.etag));
    }
    if (!reply.allow.empty()) {
        response.set(http::field::allow, to_beast(reply.allow));
    }
    response.keep_alive(keep_alive);
    if (reply.status != 304) {
        response.content_length(reply.body.size());
    }
    if (!head) {
        response.body() = std::move(reply.body);
    }
    return response;
}

bool is_head(const http::request<http::empty_body>& request) {
    return request.method() == http::verb::head;
}

bool serves_method(const http::request<http::empty_body>& request) {
    return request.method() == http::verb::get || is_head(request);
}

Response answer(const http::request<http::empty_body>& request, const HttpContext& context) {
    const HttpRequest wanted{to_std(request.method_string()), to_std(request.target()),
                             to_std(request[http::field::if_none_match])};
    return make_response(respond(wanted, context.monitor, context.clock()), request.version(),
                         is_head(request), request.keep_alive());
}

Response refuse(http::status status, std::string_view message) {
    return make_response({.status = static_cast<unsigned>(status), .body = error_json(message)}, 11,
                         false, false);
}

/// The reply to what could not be read; nullopt when there is nobody to tell (closed, timed out).
std::optional<Response> reply_to_bad_request(const beast::error_code& error) {
    if (error == http::error::end_of_stream || error == http::error::partial_message ||
        error.category() != make_error_code(http::error::bad_method).category()) {
        return std::nullopt;
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return refuse(http::status::request_header_fields_too_large,
                      "the request header is too large");
    }
    if (error == http::error::unexpected_body) {
        return refuse(http::status::payload_too_large, "requests have no body here");
    }
    return refuse(http::status::bad_request, "not an HTTP/1.1 request: " + error.message());
}

}  // namespace

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, HttpContext* context) {
    const HttpOptions& options = context->options;
    beast::error_code unknown;
    const std::string address = socket.remote_endpoint(unknown).address().to_string();
    beast::tcp_stream stream(std::move(socket));
    context->connections.make_room(address, options.connections_max,
                                   options.connections_per_address_max);
    HttpConnections::Slot slot(context->connections, address, [&stream] { stream.close(); });
    beast::flat_buffer buffer(options.header_size_bytes_max);
    for (bool keep_alive = true; keep_alive;) {
        http::request_parser<http::empty_body> parser;
        parser.header_limit(static_cast<std::uint32_t>(options.header_size_bytes_max));
        stream.expires_after(options.read_timeout);
        const auto [read_error, read_bytes] =
            co_await http::async_read(stream, buffer, parser, as_result);
        // A POST's body is not read: its method alone decides the reply.
        const bool readable = !read_error || (read_error == http::error::unexpected_body &&
                                              !serves_method(parser.get()));
        auto response = readable ? std::optional(answer(parser.get(), *context))
                                 : reply_to_bad_request(read_error);
        if (!response) {
            break;
        }
        slot.served();
        keep_alive = response->keep_alive() && !read_error;
        response->keep_alive(keep_alive);
        stream.expires_after(options.write_timeout);
        beast::error_code write_error;
        http::response_serializer<http::string_body> serializer(*response);
        if (!read_error && is_head(parser.get())) {
            // The header tells the length of a body that does not follow.
            std::tie(write_error, std::ignore) =
                co_await http::async_write_header(stream, serializer, as_result);
        } else {
            std::tie(write_error, std::ignore) =
                co_await http::async_write(stream, serializer, as_result);
        }
        if (write_error) {
            break;
        }
    }
    beast::error_code ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace sluice::pool
