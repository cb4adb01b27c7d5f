#include "pool/config/schema.hpp"

#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/chain_params.hpp"

#include <array>
#include <cstddef>

namespace sluice::pool {
namespace {

constexpr auto networks = [] {
    std::array<std::string_view, protocol::chain_params.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = protocol::chain_params[i].name;
    }
    return names;
}();
constexpr std::array<std::string_view, 3> timestamp_rules{"none", "bip94", "bip54"};
constexpr std::array<std::string_view, 2> sources{"embedded", "node"};
constexpr std::array<std::string_view, 7> log_levels{"trace", "debug",    "info", "warn",
                                                     "error", "critical", "off"};

constexpr double path_size_max = 4096;        // PATH_MAX of Linux
constexpr double unix_time_max = 4294967295;  // header times have 32 bits
constexpr double listen_max = 8;              // IPv4 and IPv6 of a few interfaces

// pool/base, where the options are, knows no protocol.
static_assert(default_version_mask == protocol::bip320_mask);

template <auto... Members>
FieldRef at(PoolConfig& config) {
    return &(config.*....*Members);
}

template <auto... Members>
FieldRef server_at(PoolConfig& config) {
    return at<&PoolConfig::stratum, &StratumSection::server, Members...>(config);
}

template <auto Member>
FieldRef difficulty_at(PoolConfig& config) {
    return server_at<&ServerOptions::difficulty, Member>(config);
}

template <auto Member>
FieldRef abuse_at(PoolConfig& config) {
    return server_at<&ServerOptions::abuse, Member>(config);
}

template <auto Member>
FieldRef at(difficulty::Deployment& deployment) {
    return &(deployment.*Member);
}

constexpr std::array sections{
    SectionInfo{"pool", "Who the pool is, and where its work comes from."},
    SectionInfo{
        "node",
        "The node that gives templates and takes blocks; used when `pool.source` is \"node\"."},
    SectionInfo{"embedded",
                "The built-in chain; used when `pool.source` is \"embedded\". A stored chain goes "
                "on only with the settings it was made with."},
    SectionInfo{deployment_section,
                "An upgrade that the embedded chain votes on (BIP9); repeat the section for each."},
    SectionInfo{votes_section,
                "`name = true` signals for the deployment of that name, `false` does not. One that "
                "is not listed is signalled for."},
    SectionInfo{"stratum", "The server that miners connect to."},
    SectionInfo{"vardiff", "How each miner's share difficulty is steered."},
    SectionInfo{"ledger", "Credits and blocks: every acknowledged share is committed there first."},
    SectionInfo{"http", "Metrics, the JSON API and the page."},
    SectionInfo{"log", "What is logged, and where."},
};

// clang-format off
constexpr auto pool_key_rows = std::to_array<PoolKey>({
    {{"pool", "name", {1, 64, "bytes"},
      "The pool's name, shown on the page."},
     at<&PoolConfig::pool, &PoolSection::name>},
    {{"pool", "network", {},
      "The chain: which addresses are valid, and which node is the right one. `main`, `test` and "
      "`regtest` also serve chains that are not listed.", networks},
     at<&PoolConfig::pool, &PoolSection::network>},
    {{"pool", "address", {0, 128, "bytes"},
      "Where block rewards go. Needed with a node; empty on the embedded chain pays to anyone."},
     at<&PoolConfig::pool, &PoolSection::address>},
    {{"pool", "reward_script", {0, 2 * reward_script_size_max, "hex digits"},
      "In place of `address`, for chains whose addresses are not known: the output script that is "
      "paid, as `scriptPubKey.hex` of `getaddressinfo` or `validateaddress` shows it."},
     at<&PoolConfig::pool, &PoolSection::reward_script>},
    {{"pool", "tag", {0, 64, "bytes"},
      "Text put into the coinbase of every block."},
     at<&PoolConfig::pool, &PoolSection::tag>},
    {{"pool", "algorithm", {1, 32, "bytes"},
      "Proof-of-work algorithm of the chain, as `sluice-miner -a` takes it."},
     at<&PoolConfig::pool, &PoolSection::algorithm>},
    {{"pool", "source", {},
      "Where templates come from and blocks go.", sources},
     at<&PoolConfig::pool, &PoolSection::source>},

    {{"node", "url", {},
      "The node's JSON-RPC. Without TLS: use a tunnel beyond a trusted network."},
     at<&PoolConfig::node, &NodeSection::url>},
    {{"node", "user", {0, 256, "bytes"},
      "RPC user. Leave empty to use `cookie_file`."},
     at<&PoolConfig::node, &NodeSection::user>},
    {{"node", "password", {0, 256, "bytes"},
      "RPC password; never logged. For bcoin, its API key."},
     at<&PoolConfig::node, &NodeSection::password>},
    {{"node", "cookie_file", {0, path_size_max, "bytes"},
      "The node's `.cookie` file; read again when the node refuses what it held."},
     at<&PoolConfig::node, &NodeSection::cookie_file>},
    {{"node", "poll_interval_ms", {10, 60'000, "ms"},
      "How often the best block is asked for, beside longpoll."},
     at<&PoolConfig::node, &NodeSection::poll_interval>},
    {{"node", "longpoll", {},
      "Let the node answer the moment a block arrives (BIP22), while it holds no other "
      "`getblocktemplate`; else it is polled every second at least (docs/nodes.md)."},
     at<&PoolConfig::node, &NodeSection::longpoll>},
    {{"node", "request_timeout_ms", {100, 600'000, "ms"},
      "How long the node may take to answer; longpoll excepted."},
     at<&PoolConfig::node, &NodeSection::request_timeout>},
    {{"node", "extra_rules", {0, 16, "entries"},
      "Template rules to ask for besides \"segwit\", such as \"mweb\" for Litecoin."},
     at<&PoolConfig::node, &NodeSection::extra_rules>},

    {{"embedded", "path", {1, path_size_max, "bytes"},
      "File of the chain (SQLite)."},
     at<&PoolConfig::embedded, &EmbeddedSection::path>},
    {{"embedded", "rule", {1, 64, "bytes"},
      "Difficulty rule; `sluice-lab rules` lists them."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::rule>},
    {{"embedded", "block_interval_s", {1, 86'400, "s"},
      "Wanted time between blocks."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::spacing_s>},
    {{"embedded", "half_life_s", {1, 31'536'000, "s"},
      "ASERT: the lag behind the schedule that halves the difficulty."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::half_life_s>},
    {{"embedded", "window_blocks", {2, 1'000'000, "blocks"},
      "Retarget period or averaging window of rules that have one."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::window_blocks>},
    {{"embedded", "timestamp_rule", {},
      "Rules that retarget by period: what keeps miners from stretching a period by their timestamps. "
      "`bip54` also binds the coinbase to its height.", timestamp_rules},
     at<&PoolConfig::embedded, &EmbeddedSection::timestamp_rule>},
    {{"embedded", "start_difficulty", {1e-9, share_difficulty_ceiling},
      "Difficulty of the first blocks, in units of share difficulty."},
     at<&PoolConfig::embedded, &EmbeddedSection::start_difficulty>},
    {{"embedded", "subsidy_sat", {0, 2'100'000'000'000'000, "satoshi"},
      "New coins in each of the first blocks."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::subsidy>},
    {{"embedded", "halving_interval_blocks", {1, 1'000'000'000, "blocks"},
      "How long a subsidy lasts until it halves."},
     at<&PoolConfig::embedded, &EmbeddedSection::chain, &ChainOptions::halving_interval>},

    {{"stratum", "listen", {1, listen_max, "addresses"},
      "Numeric address and port; 0.0.0.0:3333 takes miners from everywhere."},
     server_at<&ServerOptions::listen>},
    {{"stratum", "shards", {0, 256, "threads"},
      "Threads that serve miners; 0: one a processor core."},
     server_at<&ServerOptions::shards>},
    {{"stratum", "extranonce2_size_bytes", {2, 8, "bytes"},
      "Room in the coinbase that each miner counts through."},
     server_at<&ServerOptions::extranonce2_size>},
    {{"stratum", "version_mask", {},
      "Version bits that miners may roll (BIP310), eight hex digits. BIP320 allows 1fffe000."},
     server_at<&ServerOptions::version_mask>},
    {{"stratum", "start_difficulty", {share_difficulty_floor, share_difficulty_ceiling},
      "Share difficulty of a worker that the pool does not know yet."},
     difficulty_at<&ShareDifficultyOptions::start>},
    {{"stratum", "min_difficulty", {share_difficulty_floor, share_difficulty_ceiling},
      "Lowest share difficulty."},
     difficulty_at<&ShareDifficultyOptions::min>},
    {{"stratum", "max_difficulty", {share_difficulty_floor, share_difficulty_ceiling},
      "Highest share difficulty."},
     difficulty_at<&ShareDifficultyOptions::max>},
    {{"stratum", "rental_min_difficulty", {share_difficulty_floor, share_difficulty_ceiling},
      "Lowest share difficulty of rented rigs; NiceHash refuses less than 524288."},
     difficulty_at<&ShareDifficultyOptions::rental_min>},
    {{"stratum", "sessions_per_address_max", {1, 1'000'000, "sessions"},
      "Connections at a time from one address (IPv6: from one /64 network); a farm may share one."},
     abuse_at<&AbuseOptions::sessions_per_address_max>},
    {{"stratum", "misbehaviour_points_max", {10, 1'000'000, "points"},
      "Invalid shares (1 point) and junk lines (10), less accepted shares, that suspend a worker, "
      "close a session, or throttle new connections of an address. A point is forgiven a second."},
     abuse_at<&AbuseOptions::score_max>},
    {{"stratum", "cool_down_s", {1, 86'400, "s"},
      "How long a worker is suspended, and an address without a session in good standing is "
      "throttled to 10 new connections a second."},
     abuse_at<&AbuseOptions::cool_down>},
    {{"stratum", "login_timeout_s", {1, 3'600, "s"},
      "A connection must subscribe and authorise within this time."},
     server_at<&ServerOptions::login_timeout>},
    {{"stratum", "idle_timeout_s", {10, 86'400, "s"},
      "A connection without a line from the miner is closed after this time."},
     server_at<&ServerOptions::idle_timeout>},
    {{"stratum", "job_interval_s", {1, 600, "s"},
      "How often miners get a job with fresh time and transactions between blocks."},
     at<&PoolConfig::stratum, &StratumSection::job_interval>},
    {{"stratum", "withdraw_after_s", {0, 86'400, "s"},
      "Without work from the source for this time no share counts and miners are disconnected, so "
      "that they go to their next pool; 0: never."},
     at<&PoolConfig::stratum, &StratumSection::withdraw_after>},
    {{"stratum", "reconnect", {0, listen_max, "addresses"},
      "Pools (`host:port`) that miners are sent to in turn, by `client.reconnect`, when the work is "
      "withdrawn."},
     at<&PoolConfig::stratum, &StratumSection::reconnect>},

    {{"vardiff", "enabled", {},
      "false: a worker keeps the difficulty that it starts with."},
     difficulty_at<&ShareDifficultyOptions::vardiff>},
    {{"vardiff", "shares_per_minute", {0.1, 600},
      "Shares a minute wanted of each connection."},
     difficulty_at<&ShareDifficultyOptions::shares_per_minute>},
    {{"vardiff", "time_constant_s", {10, 86'400, "s"},
      "How long shares are remembered: longer is steadier, shorter answers sooner."},
     difficulty_at<&ShareDifficultyOptions::memory_s>},

    {{"ledger", "path", {1, path_size_max, "bytes"},
      "File of the ledger (SQLite), in a folder of a local disk."},
     at<&PoolConfig::ledger, &LedgerSection::path>},
    {{"ledger", "commit_interval_ms", {1, 1'000, "ms"},
      "Least time between two commits under load; a reply waits about this long."},
     at<&PoolConfig::ledger, &LedgerSection::options, &LedgerOptions::group_interval>},

    {{"http", "listen", {0, listen_max, "addresses"},
      "Numeric address and port; [] turns HTTP off."},
     at<&PoolConfig::http, &HttpSection::server, &HttpOptions::listen>},
    {{"http", "details", {},
      "false: page and API say in general what fails. The node's address, its error texts, file "
      "paths and SQL are in the log only."},
     at<&PoolConfig::http, &HttpSection::details>},

    {{"log", "level", {},
      "Least severe event to log.", log_levels},
     at<&PoolConfig::log, &LogSection::level>},
    {{"log", "file", {0, path_size_max, "bytes"},
      "File to append to; empty: standard error. SIGHUP opens it again after a rotation."},
     at<&PoolConfig::log, &LogSection::file>},
});

constexpr auto deployment_key_rows = std::to_array<DeploymentKey>({
    {{deployment_section, "name", {1, deployment_name_size_max, "bytes"},
      "Name, as in [votes] and on the page."},
     at<&difficulty::Deployment::name>},
    {{deployment_section, "bit", {0, 28},
      "Version bit that signals for it; each deployment has its own."},
     at<&difficulty::Deployment::bit>},
    {{deployment_section, "start_time_s", {0, unix_time_max, "Unix time"},
      "Signals count from this median time past on."},
     at<&difficulty::Deployment::start_time>},
    {{deployment_section, "timeout_s", {1, unix_time_max, "Unix time"},
      "It has failed when not locked in by then."},
     at<&difficulty::Deployment::timeout>},
    {{deployment_section, "period_blocks", {1, 1'000'000, "blocks"},
      "Blocks whose signals are counted together."},
     at<&difficulty::Deployment::period>},
    {{deployment_section, "threshold_blocks", {1, 1'000'000, "blocks"},
      "Signalling blocks of a period that lock it in."},
     at<&difficulty::Deployment::threshold>},
    {{deployment_section, "min_activation_height", {0, 1'000'000'000, "height"},
      "Not active below this height, even when locked in."},
     at<&difficulty::Deployment::min_activation_height>},
});
// clang-format on

}  // namespace

std::span<const SectionInfo> config_sections() noexcept { return sections; }
std::span<const PoolKey> pool_keys() noexcept { return pool_key_rows; }
std::span<const DeploymentKey> deployment_keys() noexcept { return deployment_key_rows; }

}  // namespace sluice::pool
