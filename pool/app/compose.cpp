#include "pool/app/compose.hpp"

#include "base/hex.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"
#include "pool/config/check_config.hpp"
#include "pool/config/value_text.hpp"
#include "protocol/bitcoin/address.hpp"
#include "protocol/pow/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

namespace sluice::pool {
namespace {

bool is_embedded(const PoolConfig& config) { return config.pool.source == "embedded"; }

/// "anyone can spend" (OP_TRUE): where the embedded chain's coins go when nobody is named.
const Bytes pay_to_anyone{0x51};

Result<const kernels::Algorithm*> algorithm_of(const PoolConfig& config) {
    if (const kernels::Algorithm* algorithm = kernels::find_algorithm(config.pool.algorithm)) {
        return algorithm;
    }
    std::string names;
    for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", algorithm.name);
    }
    return Unexpected{
        fmt::format("pool.algorithm: \"{}\" is not an algorithm of this build; there is {}",
                    config.pool.algorithm, names)};
}

/// Never null after check_config; a test may compose what no file could say.
const protocol::ChainParams& chain_of(const PoolConfig& config) {
    const protocol::ChainParams* chain = protocol::find_chain(config.pool.network);
    return chain != nullptr ? *chain : protocol::chain_params.front();
}

/// The keys are checked, with their lines, where the file is read (pool/config/check_config.hpp).
Result<Bytes> payout_script(const PoolConfig& config) {
    const PoolSection& pool = config.pool;
    if (!pool.reward_script.empty()) {
        const auto script = from_hex(pool.reward_script);
        if (!script) {
            return Unexpected{std::string("pool.reward_script: not an even number of hex digits")};
        }
        return *script;
    }
    if (pool.address.empty() && is_embedded(config)) {
        return pay_to_anyone;
    }
    auto script = protocol::script_of_address(pool.address, chain_of(config));
    if (!script) {
        return Unexpected{fmt::format("pool.address: {}", script.error())};
    }
    return script;
}

/// The key's values are a choice of the schema; an unknown one is left for the strictest.
difficulty::TimestampRule parse_timestamp_rule(std::string_view name) {
    using difficulty::TimestampRule;
    for (const TimestampRule rule : {TimestampRule::none, TimestampRule::bip94}) {
        if (name == to_string(rule)) {
            return rule;
        }
    }
    return TimestampRule::bip54;
}

}  // namespace

Result<JobOptions> job_options(const PoolConfig& config) {
    const auto algorithm = algorithm_of(config);
    if (!algorithm) {
        return Unexpected{algorithm.error()};
    }
    auto script = payout_script(config);
    if (!script) {
        return Unexpected{script.error()};
    }
    JobOptions options;
    options.algorithm = *algorithm;
    options.payouts.push_back({.script = std::move(*script), .parts = 1});
    options.tag = config.pool.tag;
    options.extranonce1_size = extranonce1_size;
    options.extranonce2_size = config.stratum.server.extranonce2_size;
    options.version_mask = config.stratum.server.version_mask;
    options.votes = config.votes;
    options.coins_can_be_spent = !is_embedded(config);
    return options;
}

Result<ChainSettings> chain_settings(const PoolConfig& config) {
    const EmbeddedSection& embedded = config.embedded;
    const auto algorithm = algorithm_of(config);
    if (!algorithm) {
        return Unexpected{algorithm.error()};
    }
    ChainSettings settings;
    settings.options = embedded.chain;
    const std::uint64_t unit = (*algorithm)->share_difficulty_unit;
    const protocol::Target start = protocol::share_target({embedded.start_difficulty}, unit);
    const protocol::Target limit = protocol::decode_compact(settings.pow_limit_bits).target;
    if (limit < start) {
        return Unexpected{fmt::format(
            "embedded.start_difficulty {:g} is below the chain's limit; with algorithm {} it "
            "must be at least {:.4g}",
            embedded.start_difficulty, config.pool.algorithm,
            protocol::difficulty_of(limit).value * static_cast<double>(unit))};
    }
    settings.genesis_bits = protocol::encode_compact(start);
    settings.timestamp_rule = parse_timestamp_rule(embedded.timestamp_rule);
    settings.deployments = embedded.deployments;
    return settings;
}

ServerOptions server_options(const PoolConfig& config) {
    ServerOptions options = config.stratum.server;
    if (options.shards == 0) {
        options.shards = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    }
    for (const std::string& text : config.stratum.reconnect) {
        if (auto address = parse_host_and_port(text)) {
            options.reconnect.push_back(*std::move(address));
        }
    }
    return options;
}

monitor::PoolIdentity pool_identity(const PoolConfig& config, std::int64_t started_ms) {
    monitor::PoolIdentity identity;
    identity.name = config.pool.name;
    identity.chain = is_embedded(config) ? "embedded" : config.pool.network;
    identity.algorithm = config.pool.algorithm;
    identity.version = SLUICE_VERSION;
    identity.block_interval_target_s = is_embedded(config)
                                           ? static_cast<double>(config.embedded.chain.spacing_s)
                                           : static_cast<double>(chain_of(config).spacing_s);
    identity.pool_is_network = is_embedded(config);
    identity.started_ms = started_ms;
    identity.tells_details = config.http.details;
    return identity;
}

Result<void> check_composition(const PoolConfig& config) {
    if (const auto options = job_options(config); !options) {
        return Unexpected{options.error()};
    }
    if (is_embedded(config)) {
        const auto settings = chain_settings(config);
        if (!settings) {
            return Unexpected{settings.error()};
        }
        if (const auto checked = check_settings(*settings); !checked) {
            return Unexpected{fmt::format("[embedded]: {}", checked.error())};
        }
    }
    return {};
}

}  // namespace sluice::pool
