#pragma once
/// PoolConfig: every setting of sluice-pool with its default, as plain values. The defaults run the
/// pool on its embedded chain with no file at all. schema.cpp says for each field its key, range,
/// unit and meaning. Regular values, any thread.

#include "pool/base/endpoint.hpp"
#include "protocol/bitcoin/block_header.hpp"

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
    std::int64_t poll_interval_ms = 500;
    bool longpoll = true;
    std::int64_t request_timeout_ms = 10'000;
    std::vector<std::string> extra_rules;  ///< template rules besides "segwit", such as "mweb"

    bool operator==(const NodeSection&) const = default;
};

/// One [[embedded.deployment]]: an upgrade that the embedded chain votes on (BIP9).
struct DeploymentSection {
    std::string name;
    std::int64_t bit = 0;
    std::int64_t start_time_s = 0;           ///< Unix time, compared with the median time past
    std::int64_t timeout_s = 4'102'444'800;  ///< Unix time; the default is the year 2100
    std::int64_t period_blocks = 144;
    std::int64_t threshold_blocks = 108;
    std::int64_t min_activation_height = 0;

    bool operator==(const DeploymentSection&) const = default;
};

struct EmbeddedSection {
    std::string path = "sluice-chain.db";
    std::string rule = "asert";
    std::int64_t block_interval_s = 10;
    std::int64_t half_life_s = 120;
    std::int64_t window_blocks = 144;
    std::string timestamp_rule = "bip54";  ///< none, bip94 or bip54
    double start_difficulty = 0.001;
    std::int64_t subsidy_sat = 5'000'000'000;
    std::int64_t halving_interval_blocks = 210'000;
    std::vector<DeploymentSection> deployments;

    bool operator==(const EmbeddedSection&) const = default;
};

struct StratumSection {
    std::vector<Endpoint> listen{{"127.0.0.1", 3333}};
    std::int64_t shards = 0;  ///< 0: one a processor core
    std::int64_t extranonce2_size_bytes = 4;
    std::uint32_t version_mask = protocol::bip320_mask;
    double start_difficulty = 1;
    double min_difficulty = 0.001;
    double max_difficulty = 1'073'741'824;
    double rental_min_difficulty = 524'288;
    std::int64_t sessions_per_address_max = 4'096;
    std::int64_t misbehaviour_points_max = 200;
    std::int64_t cool_down_s = 60;
    std::int64_t login_timeout_s = 30;
    std::int64_t idle_timeout_s = 600;
    std::int64_t job_interval_s = 30;    ///< also how often the source makes a fresh template
    std::int64_t withdraw_after_s = 30;  ///< 0: never
    std::vector<std::string> reconnect;  ///< "host:port" of pools that miners are sent to

    bool operator==(const StratumSection&) const = default;
};

struct VardiffSection {
    bool enabled = true;
    double shares_per_minute = 18;
    double time_constant_s = 300;

    bool operator==(const VardiffSection&) const = default;
};

struct LedgerSection {
    std::string path = "sluice-ledger.db";
    std::int64_t commit_interval_ms = 5;

    bool operator==(const LedgerSection&) const = default;
};

struct HttpSection {
    std::vector<Endpoint> listen{{"127.0.0.1", 8080}};  ///< empty: no HTTP
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
    VardiffSection vardiff;
    LedgerSection ledger;
    HttpSection http;
    LogSection log;

    bool operator==(const PoolConfig&) const = default;
};

}  // namespace sluice::pool
