#include "pool/app/start_line.hpp"

#include "pool/base/log_quote.hpp"
#include "pool/config/value_text.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

namespace sluice::pool {
namespace {

std::string absolute(const std::string& path) {
    std::error_code unknown;
    const std::filesystem::path whole = std::filesystem::absolute(path, unknown);
    return log_quote(unknown ? path : whole.string());
}

/// "127.0.0.1:3333,[::1]:3333"
std::string addresses(std::vector<Endpoint> listen, std::uint16_t first_port) {
    std::string text;
    for (Endpoint& endpoint : listen) {
        if (text.empty()) {
            endpoint.port = first_port;
        }
        text += (text.empty() ? "" : ",") + to_text(endpoint);
    }
    return text.empty() ? "off" : text;
}

std::string source(const PoolConfig& config) {
    if (config.pool.source == "node") {
        return "node=" + to_text(config.node.url);
    }
    return "chain=" + absolute(config.embedded.path);
}

}  // namespace

std::string start_line(const PoolConfig& config, std::uint16_t stratum_port,
                       std::uint16_t http_port) {
    return fmt::format(
        "sluice-pool started version={} stratum={} http={} ledger={} {} network={} algorithm={}",
        SLUICE_VERSION, addresses(config.stratum.server.listen, stratum_port),
        addresses(config.http.server.listen, http_port), absolute(config.ledger.path),
        source(config), config.pool.network, config.pool.algorithm);
}

}  // namespace sluice::pool
