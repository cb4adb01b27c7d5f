#pragma once
/// PoolConfig: every setting of sluice-pool with its default, as plain values: the options of each
/// part where it has such. The defaults run the pool on its embedded chain with no file at all.
/// schema.cpp says for each field its key, range, unit and meaning. Regular values, any thread.

#include "difficulty/signalling/deployment.hpp"
#include "pool/base/chain_options.hpp"
#include "pool/base/http_options.hpp"
#include "pool/base/ledger_options.hpp"
#include "pool/base/server_options.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::pool {

/// "http://host:port/path" of a node's JSON-RPC.
struct HttpUrl {
    std::string host;
    std::uint16_t port = 0;
    std::string path = "/";

    bool operator==(const HttpUrl&) const = default;
};

struct PoolSection {
    std::string name = "Sluice";
    std::string network = "regtest";  ///< a row of protocol/bitcoin/chain_params.hpp
    std::string address;              ///< empty: on the embedded chain, pay to anyone
    std::string reward_script;        ///< hex, in place of `address`
    std::string tag = "/Sluice/";
    std::string algorithm = "sha256d";
    std::string source = "embedded";  ///< embedded or node

    bool operator==(const PoolSection&) const = default;
};

struct NodeSection {
    HttpUrl url{"127.0.0.1", 8332, "/"};
    std::string user;
    std::string password;
    std::string cookie_file;
    std::chrono::milliseconds poll_interval{500};
    bool longpoll = true;
    std::chrono::milliseconds request_timeout{10'000};
    std::vector<std::string> extra_rules;  ///< template rules besides "segwit", such as "mweb"

    bool operator==(const NodeSection&) const = default;
};

/// One [[embedded.deployment]] as it is before its keys are read.
[[nodiscard]] inline difficulty::Deployment default_deployment() {
    constexpr std::int64_t year_2100 = 4'102'444'800;
    return {.name = {}, .timeout = year_2100, .period = 144, .threshold = 108};
}

struct EmbeddedSection {
    std::string path = "sluice-chain.db";
    ChainOptions chain;
    std::string timestamp_rule = "bip54";  ///< none, bip94 or bip54
    double start_difficulty = 0.001;
    std::vector<difficulty::Deployment> deployments;  ///< upgrades that the chain votes on

    bool operator==(const EmbeddedSection&) const = default;
};

struct StratumSection {
    ServerOptions server;                     ///< its `reconnect` is made from the one below
    std::chrono::seconds job_interval{30};    ///< also how often the source makes a fresh template
    std::chrono::seconds withdraw_after{30};  ///< 0: never
    std::vector<std::string> reconnect;       ///< "host:port" of pools that miners are sent to

    bool operator==(const StratumSection&) const = default;
};

struct LedgerSection {
    std::string path = "sluice-ledger.db";
    LedgerOptions options;

    bool operator==(const LedgerSection&) const = default;
};

struct HttpSection {
    HttpOptions server;
    bool details = true;  ///< tells what the source of work and the disk said

    bool operator==(const HttpSection&) const = default;
};

struct LogSection {
    std::string level = "info";
    std::string file;  ///< empty: standard error

    bool operator==(const LogSection&) const = default;
};

struct PoolConfig {
    PoolSection pool;
    NodeSection node;
    EmbeddedSection embedded;
    std::map<std::string, bool> votes;  ///< deployment -> signal for it; unlisted: signal
    StratumSection stratum;
    LedgerSection ledger;
    HttpSection http;
    LogSection log;

    bool operator==(const PoolConfig&) const = default;
};

}  // namespace sluice::pool
