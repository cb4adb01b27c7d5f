#include "pool/app/make_source.hpp"

#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"
#include "pool/app/compose.hpp"
#include "pool/base/clock_reading.hpp"
#include "pool/source/embedded_source.hpp"
#include "pool/source/node_source.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// The algorithm of that name first, then the others.
std::vector<NamedHash> named_hashes(std::string_view own) {
    std::vector<NamedHash> hashes;
    for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
        const auto place = algorithm.name == own ? hashes.begin() : hashes.end();
        hashes.insert(place, {std::string(algorithm.name), algorithm.hash});
    }
    return hashes;
}

NodeOptions node_options(const PoolConfig& config) {
    const NodeSection& node = config.node;
    NodeOptions options;
    options.rpc.host = node.url.host;
    options.rpc.port = node.url.port;
    options.rpc.path = node.url.path;
    options.rpc.user = node.user;
    options.rpc.password = node.password;
    options.rpc.cookie_file = node.cookie_file;
    options.rpc.timeout = node.request_timeout;
    options.network = config.pool.network;
    options.algorithms = named_hashes(config.pool.algorithm);
    options.extra_rules = node.extra_rules;
    options.longpoll = node.longpoll;
    options.poll_interval = node.poll_interval;
    options.refresh_interval = config.stratum.job_interval;
    return options;
}

/// Wall time of the start, and from there on as the steady clock runs: setting the wall clock must
/// not put timestamps into the chain that the difficulty rule answers for hours.
ChainClock chain_clock() {
    return [started = now()] {
        const auto since = std::chrono::duration_cast<milliseconds>(now().steady - started.steady);
        return (started.unix_ms + since.count()) / 1000;
    };
}

}  // namespace

Result<OwnedSource> make_source(asio::io_context& control, const PoolConfig& config) {
    OwnedSource owned;
    if (config.pool.source == "node") {
        owned.source = std::make_unique<NodeSource>(control.get_executor(), node_options(config));
        return owned;
    }
    const auto settings = chain_settings(config);
    if (!settings) {
        return Unexpected{settings.error()};
    }
    const kernels::Algorithm* algorithm = kernels::find_algorithm(config.pool.algorithm);
    auto chain =
        EmbeddedChain::open(config.embedded.path, *settings, algorithm->hash, chain_clock());
    if (!chain) {
        return Unexpected{chain.error()};
    }
    owned.chain = std::move(*chain);
    owned.source = std::make_unique<EmbeddedSource>(control.get_executor(), *owned.chain,
                                                    config.stratum.job_interval);
    return owned;
}

}  // namespace sluice::pool
