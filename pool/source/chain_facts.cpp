#include "pool/source/chain_facts.hpp"

#include "base/hex.hpp"
#include "pool/source/header_check.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

template <class... Parameters>
json params_of(Parameters... parameters) {
    json params = json::array();
    (params.push_back(std::move(parameters)), ...);
    return params;
}

/// The text that the node answers, empty when it answers something else, with an error, or that
/// this user may not ask.
asio::awaitable<Result<std::string>> ask_text(protocol::RpcClient& rpc, std::string method,
                                              json params) {
    const protocol::RpcResult reply = co_await rpc.call(std::move(method), std::move(params));
    if (!reply && reply.error().kind != protocol::RpcErrorKind::rpc &&
        reply.error().kind != protocol::RpcErrorKind::forbidden) {
        co_return Unexpected{message(reply.error())};
    }
    co_return reply && reply->is_string() ? reply->get<std::string>() : std::string{};
}

asio::awaitable<Result<std::optional<protocol::BlockHeader>>> ask_header(protocol::RpcClient& rpc,
                                                                         std::string hash) {
    const auto digits = co_await ask_text(rpc, "getblockheader", params_of(std::move(hash), false));
    if (!digits) {
        co_return Unexpected{digits.error()};
    }
    co_return header_of_hex(*digits);
}

/// The newest headers, from the best block down; it ends early where the node gives none.
asio::awaitable<Result<void>> read_newest(protocol::RpcClient& rpc, std::int64_t blocks,
                                          ChainFacts& facts) {
    auto hash = co_await ask_text(rpc, "getblockhash", params_of(blocks));
    const auto wanted = std::min(blocks, static_cast<std::int64_t>(headers_checked_max));
    while (hash && !hash->empty() && std::ssize(facts.newest) < wanted) {
        const auto header = co_await ask_header(rpc, *hash);
        if (!header) {
            co_return Unexpected{header.error()};
        }
        if (!*header) {
            break;
        }
        hash = protocol::to_display_hex((*header)->previous);
        facts.newest.push_back(**header);
    }
    co_return hash ? Result<void>{} : Result<void>{Unexpected{hash.error()}};
}

/// Over the last blocks, where the table has no row for the chain.
asio::awaitable<Result<std::optional<double>>> measure_spacing(protocol::RpcClient& rpc,
                                                               std::int64_t blocks,
                                                               const ChainFacts& facts) {
    const std::int64_t span = std::min(blocks - 1, spacing_blocks);
    if (span <= 0 || facts.newest.empty()) {
        co_return std::optional<double>{};
    }
    const auto hash = co_await ask_text(rpc, "getblockhash", params_of(blocks - span));
    if (!hash) {
        co_return Unexpected{hash.error()};
    }
    const auto first = co_await ask_header(rpc, *hash);
    if (!first) {
        co_return Unexpected{first.error()};
    }
    co_return *first ? measured_spacing_s((*first)->time, facts.newest.front().time, span)
                     : std::nullopt;
}

}  // namespace

asio::awaitable<Result<ChainFacts>> read_chain_facts(protocol::RpcClient& rpc, std::string network,
                                                     std::string genesis, std::int64_t blocks) {
    ChainFacts facts;
    if (const auto read = co_await read_newest(rpc, blocks, facts); !read) {
        co_return Unexpected{read.error()};
    }
    if (const protocol::ChainParams* chain = chain_by_genesis(network, genesis)) {
        facts.spacing_s = chain->spacing_s;
        co_return facts;
    }
    const auto spacing = co_await measure_spacing(rpc, blocks, facts);
    if (!spacing) {
        co_return Unexpected{spacing.error()};
    }
    facts.spacing_s = *spacing;
    co_return facts;
}

}  // namespace sluice::pool
