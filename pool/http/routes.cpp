#include "pool/http/routes.hpp"

#include "pool/http/api_json.hpp"
#include "pool/http/page_assets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace sluice::pool {
namespace {

using monitor::HistoryRange;

constexpr std::size_t rows_default = 200;
constexpr std::size_t rows_max = 1000;  // keeps a reply below about 300 KB

HttpReply failure(unsigned status, std::string_view message) {
    return {.status = status, .body = error_json(message)};
}

HttpReply json(std::string body) { return {.body = std::move(body)}; }

/// What follows '?': "limit=10&since=5".
class Query {
public:
    explicit Query(std::string_view text) : text_(text) {}

    /// The first key that is none of those, for a mistyped one is not to pass unnoticed.
    [[nodiscard]] std::optional<std::string_view> unknown_key(
        std::span<const std::string_view> known) const {
        std::string_view rest = text_;
        while (!rest.empty()) {
            const std::string_view pair = rest.substr(0, rest.find('&'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            const std::string_view key = pair.substr(0, pair.find('='));
            if (!pair.empty() && std::ranges::find(known, key) == known.end()) {
                return key;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const {
        std::string_view rest = text_;
        while (!rest.empty()) {
            const std::string_view pair = rest.substr(0, rest.find('&'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            const std::size_t equals = pair.find('=');
            if (pair.substr(0, equals) == key) {
                return equals == std::string_view::npos ? "" : pair.substr(equals + 1);
            }
        }
        return std::nullopt;
    }

private:
    std::string_view text_;
};

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<HistoryRange> parse_range(std::string_view text) {
    if (text == "15m") {
        return HistoryRange::minutes_15;
    }
    if (text == "3h") {
        return HistoryRange::hours_3;
    }
    if (text == "2d") {
        return HistoryRange::days_2;
    }
    return std::nullopt;
}

/// Rows asked for, or nullopt when the query's limit is no number from 1 to rows_max.
std::optional<std::size_t> row_limit(const Query& query) {
    const auto text = query.find("limit");
    if (!text) {
        return rows_default;
    }
    const auto limit = parse_number<std::size_t>(*text);
    return limit && *limit >= 1 && *limit <= rows_max ? limit : std::nullopt;
}

/// "a%20b+c" is "a b c" (WHATWG URL, application/x-www-form-urlencoded); nullopt where a '%' has no
/// two hex digits behind it.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        unsigned value = 0;
        const std::string_view digits = text.substr(i + 1, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc{} || digits.size() != 2 || end != digits.data() + 2) {
            return std::nullopt;
        }
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
}

constexpr std::string_view limit_help = "limit: want a whole number from 1 to 1000";

HttpReply serve_metrics(const Query&, const Monitor& monitor, std::int64_t) {
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
            .body = monitor.metrics_text()};
}

HttpReply serve_status(const Query&, const Monitor& monitor, std::int64_t now_ms) {
    return json(status_json(monitor.status(now_ms)));
}

HttpReply serve_summary(const Query&, const Monitor& monitor, std::int64_t now_ms) {
    return json(summary_json(monitor.status(now_ms)));
}

HttpReply serve_history(const Query& query, const Monitor& monitor, std::int64_t) {
    const auto range = parse_range(query.find("range").value_or("15m"));
    if (!range) {
        return failure(400, "range: want 15m, 3h or 2d");
    }
    const auto since_s = parse_number<double>(query.find("since").value_or("0"));
    if (!since_s || !std::isfinite(*since_s)) {
        return failure(400, "since: want Unix seconds, for example 1700000000.5");
    }
    return json(history_json(monitor.history(*range, *since_s)));
}

HttpReply serve_blocks(const Query& query, const Monitor& monitor, std::int64_t) {
    const auto limit = row_limit(query);
    return limit ? json(blocks_json(monitor.blocks(*limit), monitor.tells_details()))
                 : failure(400, limit_help);
}

HttpReply serve_workers(const Query& query, const Monitor& monitor, std::int64_t) {
    const auto limit = row_limit(query);
    if (!limit) {
        return failure(400, limit_help);
    }
    const auto offset = parse_number<std::size_t>(query.find("offset").value_or("0"));
    if (!offset) {
        return failure(400, "offset: want a whole number of rows to leave out, for example 1000");
    }
    auto name_part = percent_decoded(query.find("name").value_or(""));
    if (!name_part) {
        return failure(400, "name: a '%' wants two hex digits behind it");
    }
    const std::string_view connected = query.find("connected").value_or("");
    if (!connected.empty() && connected != "true" && connected != "false") {
        return failure(400, "connected: want true or false");
    }
    return json(workers_json(monitor.workers(
        {.limit = *limit,
         .offset = *offset,
         .name_part = *std::move(name_part),
         .connected = connected.empty() ? std::nullopt : std::optional(connected == "true")})));
}

HttpReply serve_deployments(const Query&, const Monitor& monitor, std::int64_t) {
    return json(deployments_json(monitor.deployments(), monitor.unknown_votes()));
}

struct Route {
    std::string_view path;
    std::span<const std::string_view> keys;  ///< of the query
    HttpReply (*serve)(const Query&, const Monitor&, std::int64_t now_ms);
};
constexpr std::array<std::string_view, 2> history_keys{"range", "since"};
constexpr std::array<std::string_view, 1> block_keys{"limit"};
constexpr std::array<std::string_view, 4> worker_keys{"limit", "offset", "name", "connected"};
constexpr std::array<Route, 7> routes{{
    {"/metrics", {}, serve_metrics},
    {"/api/v1/status", {}, serve_status},
    {"/api/v1/summary", {}, serve_summary},
    {"/api/v1/history", history_keys, serve_history},
    {"/api/v1/blocks", block_keys, serve_blocks},
    {"/api/v1/workers", worker_keys, serve_workers},
    {"/api/v1/deployments", {}, serve_deployments},
}};

HttpReply unknown_parameter(std::string_view key, const Route& route) {
    std::string message = "no parameter \"" + std::string(key.substr(0, 64)) + "\"; " +
                          std::string(route.path) + " takes ";
    if (route.keys.empty()) {
        message += "none";
    }
    for (const std::string_view& known : route.keys) {
        message += (&known == route.keys.data() ? "" : ", ") + std::string(known);
    }
    return failure(400, message);
}

HttpReply serve_asset(const PageAsset& asset, std::string_view if_none_match) {
    // Vite puts a hash of the content into the names below /assets/: they never change.
    const bool immutable = asset.path.starts_with("/assets/");
    HttpReply reply{
        .content_type = asset.content_type,
        .cache_control = immutable ? "public, max-age=31536000, immutable" : "no-cache",
        .etag = asset.etag,
    };
    if (if_none_match.find(asset.etag) != std::string_view::npos) {
        reply.status = 304;
    } else {
        reply.body = asset.body;
    }
    return reply;
}

}  // namespace

HttpReply respond(const HttpRequest& request, const Monitor& monitor, std::int64_t now_ms) {
    if (request.method != "GET" && request.method != "HEAD") {
        HttpReply reply = failure(405, "only GET and HEAD are served here");
        reply.allow = "GET, HEAD";
        return reply;
    }
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    const Query query(request.target.substr(std::min(request.target.size(), path.size() + 1)));
    const auto route = std::find_if(routes.begin(), routes.end(),
                                    [&](const Route& row) { return row.path == path; });
    if (route != routes.end()) {
        const auto unknown = query.unknown_key(route->keys);
        return unknown ? unknown_parameter(*unknown, *route) : route->serve(query, monitor, now_ms);
    }
    if (const PageAsset* asset = find_page_asset(path)) {
        return serve_asset(*asset, request.if_none_match);
    }
    std::string known = "no such page; there are /";
    for (const Route& row : routes) {
        known += ", " + std::string(row.path);
    }
    return failure(404, known + " (docs/http-api.md)");
}

}  // namespace sluice::pool
