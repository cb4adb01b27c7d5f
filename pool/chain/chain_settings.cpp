#include "pool/chain/chain_settings.hpp"

#include "base/hex.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "protocol/pow/target.hpp"

#include <string>
#include <vector>

namespace sluice::pool {
namespace {

/// A network name and its push stay below the 100 bytes of a coinbase script.
constexpr std::size_t network_size_max = 60;
constexpr std::int64_t money_max = 21'000'000'0000'0000;  // MAX_MONEY of Bitcoin

/// What the text of a deployment ends with; empty for a speedy trial, whose numbers say it all.
std::string kind_text(const difficulty::Deployment& deployment) {
    switch (deployment.kind) {
        case difficulty::DeploymentKind::bip9:
            return ", timeout first";
        case difficulty::DeploymentKind::speedy_trial:
            return "";
        case difficulty::DeploymentKind::bip8:
            return ", by height from " + std::to_string(deployment.start_height) + " to " +
                   std::to_string(deployment.timeout_height) +
                   (deployment.lock_in_on_timeout ? ", locks in on timeout" : "");
        case difficulty::DeploymentKind::flag_day:
            return ", flag day";
    }
    return "";
}

std::string text_of(const difficulty::Deployment& deployment) {
    return "bit " + std::to_string(deployment.bit) + ", start " +
           std::to_string(deployment.start_time) + ", timeout " +
           std::to_string(deployment.timeout) + ", min_activation_height " +
           std::to_string(deployment.min_activation_height) + ", period " +
           std::to_string(deployment.period) + ", threshold " +
           std::to_string(deployment.threshold) + kind_text(deployment);
}

/// Names of the rules that an embedded chain can run.
std::string runnable_rules() {
    std::string names;
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        if (!difficulty::reads_next_time(*rule, rule->defaults)) {
            names += (names.empty() ? "" : ", ") + std::string(rule->name);
        }
    }
    return names;
}

Result<void> check_deployments(const std::vector<difficulty::Deployment>& deployments) {
    const auto problems = difficulty::check_deployments(deployments);
    if (problems.empty()) {
        return {};
    }
    const difficulty::DeploymentProblem& first = problems.front();
    return Unexpected{"deployment \"" + deployments[first.index].name +
                      "\": " + std::string(first.member) + ": " + first.problem + "; give it " +
                      first.remedy};
}

}  // namespace

Result<void> check_settings(const ChainSettings& settings) {
    const difficulty::DifficultyRule* rule = difficulty::find_rule(settings.options.rule);
    if (rule == nullptr) {
        return Unexpected{"rule \"" + settings.options.rule + "\" is unknown; there are " +
                          runnable_rules()};
    }
    if (difficulty::reads_next_time(*rule, rule->defaults)) {
        return Unexpected{
            "rule \"" + settings.options.rule +
            "\" depends on the timestamp of the block to be mined, which miners roll; "
            "there are " +
            runnable_rules()};
    }
    if (const auto checked = difficulty::check_params(*rule, rule_params(settings)); !checked) {
        return Unexpected{checked.error()};
    }
    const auto limit = protocol::decode_compact(settings.pow_limit_bits);
    const auto genesis = protocol::decode_compact(settings.genesis_bits);
    if (!genesis.valid() || limit.target < genesis.target) {
        return Unexpected{"genesis_bits " + to_hex_be32(settings.genesis_bits) +
                          " must be a target no easier than pow_limit_bits " +
                          to_hex_be32(settings.pow_limit_bits)};
    }
    if (settings.network.empty() || settings.network.size() > network_size_max) {
        return Unexpected{"network \"" + settings.network + "\" must have 1 to " +
                          std::to_string(network_size_max) + " characters"};
    }
    if (settings.options.subsidy < 0 || settings.options.subsidy > money_max) {
        return Unexpected{"subsidy " + std::to_string(settings.options.subsidy) + " must be 0 to " +
                          std::to_string(money_max)};
    }
    if (settings.options.halving_interval < 1) {
        return Unexpected{"halving_interval " + std::to_string(settings.options.halving_interval) +
                          " must be at least 1 block"};
    }
    return check_deployments(settings.deployments);
}

std::int64_t subsidy_at(const ChainSettings& settings, std::int64_t height) noexcept {
    const std::int64_t halvings = height / settings.options.halving_interval;
    return halvings > 63 ? 0 : settings.options.subsidy >> halvings;
}

difficulty::TimestampRule timestamp_rule_of(const ChainSettings& settings) noexcept {
    const difficulty::DifficultyRule* rule = difficulty::find_rule(settings.options.rule);
    return rule != nullptr && rule->periodic ? settings.timestamp_rule
                                             : difficulty::TimestampRule::none;
}

difficulty::RuleParams rule_params(const ChainSettings& settings) {
    const difficulty::DifficultyRule* rule = difficulty::find_rule(settings.options.rule);
    difficulty::RuleParams params = rule != nullptr ? rule->defaults : difficulty::RuleParams{};
    params.spacing_s = settings.options.spacing_s;
    params.window_blocks = settings.options.window_blocks;
    params.half_life_s = settings.options.half_life_s;
    params.pow_limit_bits = settings.pow_limit_bits;
    params.anchor.reset();
    return params;
}

std::vector<std::pair<std::string, std::string>> described(const ChainSettings& settings) {
    std::vector<std::pair<std::string, std::string>> rows{
        {"network", settings.network},
        {"genesis_bits", to_hex_be32(settings.genesis_bits)},
        {"rule", settings.options.rule},
        {"pow_limit_bits", to_hex_be32(settings.pow_limit_bits)},
        {"subsidy", std::to_string(settings.options.subsidy)},
        {"halving_interval", std::to_string(settings.options.halving_interval)},
    };
    if (settings.genesis_time) {
        rows.emplace_back("genesis_time", std::to_string(*settings.genesis_time));
    }
    const difficulty::RuleParams params = rule_params(settings);
    if (const difficulty::DifficultyRule* rule = difficulty::find_rule(settings.options.rule)) {
        for (const difficulty::RuleParameter& parameter : rule->parameters) {
            rows.emplace_back(parameter.name, std::to_string(params.*parameter.member));
        }
    }
    if (const auto timestamps = timestamp_rule_of(settings);
        timestamps != difficulty::TimestampRule::none) {
        rows.emplace_back(timestamp_rule_row, difficulty::to_string(timestamps));
    }
    for (const difficulty::Deployment& deployment : settings.deployments) {
        rows.emplace_back(std::string(deployment_prefix) + deployment.name, text_of(deployment));
    }
    return rows;
}

}  // namespace sluice::pool
