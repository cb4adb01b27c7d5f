#include "pool/config/check_config.hpp"

#include "base/hex.hpp"
#include "base/nearest_name.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "pool/config/check_listen.hpp"
#include "pool/config/schema.hpp"
#include "pool/config/value_text.hpp"
#include "protocol/bitcoin/address.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace sluice::pool {
namespace {

using Problems = std::vector<KeyProblem>;

std::optional<KeyProblem> reward_script_problem(const std::string& digits) {
    constexpr std::uint8_t op_return = 0x6a;
    const auto script = from_hex(digits);
    if (!script) {
        return KeyProblem{"pool.reward_script", "not an even number of hex digits",
                          "an output script such as \"76a914...88ac\""};
    }
    if (script->front() == op_return) {
        return KeyProblem{"pool.reward_script",
                          "begins with OP_RETURN: nobody could ever spend the rewards",
                          "the script of an address of yours"};
    }
    return std::nullopt;
}

void check_reward(const PoolConfig& config, Problems& problems) {
    const PoolSection& pool = config.pool;
    if (!pool.reward_script.empty()) {
        if (!pool.address.empty()) {
            problems.push_back({"pool.reward_script", "set beside address", "one of the two"});
        } else if (auto problem = reward_script_problem(pool.reward_script)) {
            problems.push_back(*std::move(problem));
        }
        return;
    }
    if (pool.address.empty()) {
        if (pool.source == "node") {
            problems.push_back({"pool.address", "missing; a node's block rewards need an owner",
                                "address = \"...\" of the network " + pool.network});
        }
        return;
    }
    const protocol::ChainParams* chain = protocol::find_chain(pool.network);
    if (chain == nullptr) {
        return;
    }
    if (const auto script = protocol::script_of_address(pool.address, *chain); !script) {
        problems.push_back({"pool.address", script.error(),
                            "an address of the network " + pool.network +
                                ", another value of pool.network, or pool.reward_script"});
    }
}

/// Names such as "main" serve the nodes of every coin, so any algorithm may go with them.
void check_algorithm(const PoolSection& pool, Problems& problems) {
    const protocol::ChainParams* chain = protocol::find_chain(pool.network);
    if (pool.source != "node" || chain == nullptr || is_named_by_node(*chain, chain->name) ||
        pool.algorithm == chain->algorithm) {
        return;
    }
    problems.push_back({"pool.algorithm",
                        pool.algorithm + " does not mine the network " + pool.network,
                        "algorithm = \"" + std::string(chain->algorithm) + "\""});
}

void check_node(const PoolConfig& config, Problems& problems) {
    const NodeSection& node = config.node;
    const bool with_login = !node.user.empty() || !node.password.empty();
    if (with_login && !node.cookie_file.empty()) {
        problems.push_back({"node.cookie_file", "set beside user or password",
                            "either cookie_file, or user and password"});
    }
    if (!node.user.empty() && node.password.empty()) {
        problems.push_back({"node.user", "set without a password", "password = \"...\" beside it"});
    }
    if (node.user.find(':') != std::string::npos) {
        problems.push_back({"node.user", "holds a colon, which ends the user in HTTP (RFC 7617)",
                            "a user without one"});
    }
}

void check_ports(const PoolConfig& config, Problems& problems) {
    const auto add = [&](std::string key, const ListenClash& clash, const std::string& of) {
        problems.push_back({std::move(key),
                            to_text(clash.other) + " and " + to_text(clash.one) + of +
                                " are the same port of one address",
                            "a port of its own for each"});
    };
    for (const ListenClash& clash : clashes_within(config.stratum.server.listen)) {
        add("stratum.listen", clash, "");
    }
    for (const ListenClash& clash : clashes_within(config.http.server.listen)) {
        add("http.listen", clash, "");
    }
    for (const ListenClash& clash :
         clashes_between(config.stratum.server.listen, config.http.server.listen)) {
        add("http.listen", clash, " of stratum.listen");
    }
}

/// The files that SQLite and the pool's lock keep for a database, itself among them.
bool belongs_to(const std::string& file, const std::string& database) {
    const std::filesystem::path path = std::filesystem::path(file).lexically_normal();
    constexpr std::array<std::string_view, 5> suffixes{"", "-wal", "-shm", "-journal", ".lock"};
    return std::ranges::any_of(suffixes, [&](std::string_view suffix) {
        return path == std::filesystem::path(database + std::string(suffix)).lexically_normal();
    });
}

void check_files(const PoolConfig& config, Problems& problems) {
    constexpr std::string_view in_memory = ":memory:";  // SQLite's name for no file at all
    const bool embedded = config.pool.source == "embedded";
    const std::string& ledger = config.ledger.path;
    const std::string& chain = config.embedded.path;
    if (ledger == in_memory) {
        problems.push_back({"ledger.path", "\":memory:\" keeps nothing", "the path of a file"});
    }
    if (embedded && chain == in_memory) {
        problems.push_back({"embedded.path", "\":memory:\" keeps nothing", "the path of a file"});
    }
    if (embedded && (belongs_to(chain, ledger) || belongs_to(ledger, chain))) {
        problems.push_back({"embedded.path", "the same file as ledger.path, or one beside it",
                            "a file of its own"});
    }
    if (!config.log.file.empty() &&
        (belongs_to(config.log.file, ledger) || (embedded && belongs_to(config.log.file, chain)))) {
        problems.push_back({"log.file", "the file of a database, or one beside it that it needs",
                            "a file of its own"});
    }
}

void check_rule(const PoolConfig& config, Problems& problems) {
    const difficulty::DifficultyRule* wanted = difficulty::find_rule(config.embedded.chain.rule);
    if (wanted != nullptr && !difficulty::reads_next_time(*wanted, wanted->defaults)) {
        return;
    }
    std::vector<std::string_view> names;
    std::string remedy = "one of ";
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        if (!difficulty::reads_next_time(*rule, rule->defaults)) {
            remedy += (names.empty() ? "" : ", ") + std::string(rule->name);
            names.push_back(rule->name);
        }
    }
    if (wanted != nullptr) {
        problems.push_back(
            {"embedded.rule",
             "\"" + config.embedded.chain.rule +
                 "\" depends on the timestamp of the block to be mined, which miners roll",
             std::move(remedy)});
        return;
    }
    if (const std::string_view near = nearest_name(config.embedded.chain.rule, names);
        !near.empty()) {
        remedy += "; did you mean \"" + std::string(near) + "\"?";
    }
    problems.push_back({"embedded.rule", "\"" + config.embedded.chain.rule + "\" is not known",
                        std::move(remedy)});
}

/// The key of a member of difficulty::Deployment: the configuration names the unit.
std::string key_of(std::string_view member) {
    constexpr std::array<std::string_view, 2> in_blocks{"period", "threshold"};
    if (std::ranges::find(in_blocks, member) != in_blocks.end()) {
        return std::string(member) + "_blocks";
    }
    return member == "timeout" ? "timeout_s" : std::string(member);
}

void check_deployments(const EmbeddedSection& embedded, Problems& problems) {
    for (difficulty::DeploymentProblem& found :
         difficulty::check_deployments(embedded.deployments)) {
        problems.push_back({deployment_key(found.index) + "." + key_of(found.member),
                            std::move(found.problem), std::move(found.remedy)});
    }
}

void check_stratum(const StratumSection& stratum, Problems& problems) {
    const ShareDifficultyOptions& difficulty = stratum.server.difficulty;
    if (difficulty.max < difficulty.min) {
        problems.push_back({"stratum.max_difficulty", "below min_difficulty",
                            "at least " + to_text(difficulty.min)});
        return;
    }
    const auto check = [&](std::string_view name, double value) {
        if (value < difficulty.min || value > difficulty.max) {
            problems.push_back({"stratum." + std::string(name),
                                to_text(value) + " is outside of min_difficulty and max_difficulty",
                                to_text(difficulty.min) + " to " + to_text(difficulty.max)});
        }
    };
    check("start_difficulty", difficulty.start);
    // A pool of small miners that lowers the maximum need not think of rented rigs.
    if (difficulty.rental_min > difficulty.max &&
        difficulty.rental_min != ShareDifficultyOptions{}.rental_min) {
        problems.push_back({"stratum.rental_min_difficulty",
                            to_text(difficulty.rental_min) + " is above max_difficulty",
                            "at most " + to_text(difficulty.max)});
    }
    for (const std::string& text : stratum.reconnect) {
        if (const auto address = parse_host_and_port(text); !address) {
            problems.push_back(
                {"stratum.reconnect", address.error().problem, address.error().remedy});
        }
    }
}

void check_votes(const PoolConfig& config, Problems& problems) {
    const auto& deployments = config.embedded.deployments;
    if (config.pool.source != "embedded") {
        return;
    }
    std::vector<std::string_view> names;
    for (const difficulty::Deployment& deployment : deployments) {
        names.push_back(deployment.name);
    }
    for (const auto& [name, vote] : config.votes) {
        if (std::ranges::find(names, name) != names.end()) {
            continue;
        }
        const std::string_view near = nearest_name(name, names);
        problems.push_back({"votes." + name, "the embedded chain has no deployment of this name",
                            near.empty() ? "the name of an [[embedded.deployment]]"
                                         : "did you mean \"" + std::string(near) + "\"?"});
    }
}

}  // namespace

std::string deployment_key(std::size_t index) {
    return std::string(deployment_section) + "[" + std::to_string(index) + "]";
}

std::vector<KeyProblem> check_config(const PoolConfig& config) {
    Problems problems;
    check_reward(config, problems);
    check_algorithm(config.pool, problems);
    check_node(config, problems);
    check_ports(config, problems);
    check_files(config, problems);
    check_rule(config, problems);
    check_deployments(config.embedded, problems);
    check_votes(config, problems);
    check_stratum(config.stratum, problems);
    return problems;
}

}  // namespace sluice::pool
