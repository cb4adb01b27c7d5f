#include "pool/config/check_config.hpp"

#include "difficulty/rule.hpp"
#include "pool/config/nearest_name.hpp"
#include "pool/config/schema.hpp"
#include "pool/config/value_text.hpp"
#include "protocol/address.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace sluice::pool {
namespace {

using Problems = std::vector<KeyProblem>;

void check_address(const PoolConfig& config, Problems& problems) {
    const PoolSection& pool = config.pool;
    if (pool.address.empty()) {
        if (pool.source == "node") {
            problems.push_back({"pool.address", "missing; a node's block rewards need an owner",
                                "address = \"...\" of the network " + pool.network});
        }
        return;
    }
    const std::optional<protocol::Network> network = protocol::network_named(pool.network);
    if (!network) {
        return;
    }
    if (const auto script = protocol::script_of_address(pool.address, *network); !script) {
        problems.push_back(
            {"pool.address", script.error(),
             "an address of the network " + pool.network + ", or another value of pool.network"});
    }
}

void check_node(const PoolConfig& config, Problems& problems) {
    const NodeSection& node = config.node;
    const bool with_login = !node.user.empty() || !node.password.empty();
    if (with_login && !node.cookie_file.empty()) {
        problems.push_back({"node.cookie_file", "set beside user or password",
                            "either cookie_file, or user and password"});
    }
    if (node.user.find(':') != std::string::npos) {
        problems.push_back({"node.user", "holds a colon, which ends the user in HTTP (RFC 7617)",
                            "a user without one"});
    }
}

void check_rule(const PoolConfig& config, Problems& problems) {
    if (difficulty::find_rule(config.embedded.rule) != nullptr) {
        return;
    }
    std::vector<std::string_view> names;
    std::string remedy = "one of ";
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        remedy += (names.empty() ? "" : ", ") + std::string(rule->name);
        names.push_back(rule->name);
    }
    if (const std::string_view near = nearest_name(config.embedded.rule, names); !near.empty()) {
        remedy += "; did you mean \"" + std::string(near) + "\"?";
    }
    problems.push_back(
        {"embedded.rule", "\"" + config.embedded.rule + "\" is not known", std::move(remedy)});
}

void check_deployments(const EmbeddedSection& embedded, Problems& problems) {
    const auto& deployments = embedded.deployments;
    for (std::size_t i = 0; i < deployments.size(); ++i) {
        const DeploymentSection& here = deployments[i];
        if (here.timeout_s <= here.start_time_s) {
            problems.push_back({deployment_key(i) + ".timeout_s", "not after start_time_s",
                                "a time after " + std::to_string(here.start_time_s)});
        }
        if (here.threshold_blocks > here.period_blocks) {
            problems.push_back(
                {deployment_key(i) + ".threshold_blocks",
                 std::to_string(here.threshold_blocks) + " blocks do not fit into a period",
                 "at most period_blocks, " + std::to_string(here.period_blocks)});
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (deployments[j].name == here.name) {
                problems.push_back({deployment_key(i) + ".name",
                                    "\"" + here.name + "\" is the name of another deployment",
                                    "a name of its own"});
            }
            if (deployments[j].bit == here.bit) {
                problems.push_back({deployment_key(i) + ".bit",
                                    "bit " + std::to_string(here.bit) + " belongs to \"" +
                                        deployments[j].name + "\"",
                                    "a bit of its own, 0 to 28"});
            }
        }
    }
}

void check_stratum(const StratumSection& stratum, Problems& problems) {
    if (stratum.max_difficulty < stratum.min_difficulty) {
        problems.push_back({"stratum.max_difficulty", "below min_difficulty",
                            "at least " + to_text(stratum.min_difficulty)});
        return;
    }
    const auto check = [&](std::string_view name, double value) {
        if (value < stratum.min_difficulty || value > stratum.max_difficulty) {
            problems.push_back(
                {"stratum." + std::string(name),
                 to_text(value) + " is outside of min_difficulty and max_difficulty",
                 to_text(stratum.min_difficulty) + " to " + to_text(stratum.max_difficulty)});
        }
    };
    check("start_difficulty", stratum.start_difficulty);
}

void check_votes(const PoolConfig& config, Problems& problems) {
    const auto& deployments = config.embedded.deployments;
    if (config.pool.source != "embedded") {
        return;
    }
    std::vector<std::string_view> names;
    for (const DeploymentSection& deployment : deployments) {
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
    check_address(config, problems);
    check_node(config, problems);
    check_rule(config, problems);
    check_deployments(config.embedded, problems);
    check_votes(config, problems);
    check_stratum(config.stratum, problems);
    return problems;
}

}  // namespace sluice::pool
