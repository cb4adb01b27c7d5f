#include "pool/source/node_info.hpp"

#include "base/printable.hpp"
#include "protocol/bitcoin/chain_params.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sluice::pool {
namespace {

using nlohmann::json;

/// Bytes of a deployment's name or of a reject reason that are kept.
constexpr std::size_t text_size_max = 128;

/// Reasons that say nothing about the block itself. A node that is catching up, or has just been
/// restarted, does not know the previous block yet; "duplicate" may stand on a branch that lost.
constexpr std::array<std::string_view, 5> undecided_reasons{
    "duplicate", "duplicate-inconclusive", "inconclusive", "inconclusive-not-best-prevblk",
    "prev-blk-not-found"};

std::int64_t integer_or(const json& object, const char* name, std::int64_t fallback) {
    const auto at = object.find(name);
    return at != object.end() && at->is_number_integer() ? at->get<std::int64_t>() : fallback;
}

std::string text_or_empty(const json& object, const char* name) {
    const auto at = object.find(name);
    return at != object.end() && at->is_string()
               ? printable(at->get_ref<const std::string&>(), text_size_max, ' ')
               : std::string{};
}

std::optional<std::int64_t> integer_if_any(const json& object, const char* name) {
    const auto at = object.find(name);
    return at != object.end() && at->is_number_integer() ? std::optional{at->get<std::int64_t>()}
                                                         : std::nullopt;
}

/// BIP9's 29 bits; anything else is no bit that a version could have.
std::optional<int> bit_if_any(const json& bip9) {
    constexpr std::int64_t version_bit_max = 28;
    const auto bit = integer_if_any(bip9, "bit");
    return bit && *bit >= 0 && *bit <= version_bit_max ? std::optional{static_cast<int>(*bit)}
                                                       : std::nullopt;
}

/// The members that a deployment has on its own (before Core 0.19, and bcoin) or under "bip9".
DeploymentStatus decode_bip9(std::string name, const json& bip9) {
    DeploymentStatus status;
    status.name = std::move(name);
    status.bit = bit_if_any(bip9);
    status.state = text_or_empty(bip9, "status");
    status.since = integer_if_any(bip9, "since");
    if (const auto statistics = bip9.find("statistics");
        statistics != bip9.end() && statistics->is_object()) {
        status.period = integer_if_any(*statistics, "period");
        status.threshold = integer_if_any(*statistics, "threshold");
        status.elapsed = integer_if_any(*statistics, "elapsed");
        status.count = integer_if_any(*statistics, "count");
    }
    return status;
}

/// A map from names to deployments; entries that are not decided by version bits are left out.
std::vector<DeploymentStatus> decode_map(const json& deployments) {
    std::vector<DeploymentStatus> out;
    for (const auto& [name, deployment] : deployments.items()) {
        if (!deployment.is_object() || out.size() == deployments_read_max) {
            continue;
        }
        const auto bip9 = deployment.find("bip9");
        const json& members = bip9 != deployment.end() && bip9->is_object() ? *bip9 : deployment;
        if (members.contains("status")) {
            out.push_back(decode_bip9(printable(name, text_size_max, ' '), members));
        }
    }
    return out;
}

}  // namespace

Result<ChainInfo> decode_chain_info(const json& result) {
    if (!result.is_object()) {
        return Unexpected{std::string("getblockchaininfo: expected an object")};
    }
    ChainInfo info;
    info.chain = text_or_empty(result, "chain");
    if (info.chain.empty()) {
        return Unexpected{
            std::string("getblockchaininfo: field chain: missing; expected the "
                        "chain's name")};
    }
    info.blocks = integer_or(result, "blocks", 0);
    // Core before 0.19 and bcoin list buried forks as an array "softforks", and the others apart.
    for (const char* name : {"bip9_softforks", "softforks"}) {
        if (const auto forks = result.find(name); forks != result.end() && forks->is_object()) {
            info.deployments = decode_map(*forks);
            info.lists_deployments = true;
            break;
        }
    }
    return info;
}

std::vector<DeploymentStatus> decode_deployment_info(const json& result) {
    if (!result.is_object()) {
        return {};
    }
    const auto deployments = result.find("deployments");
    return deployments != result.end() && deployments->is_object()
               ? decode_map(*deployments)
               : std::vector<DeploymentStatus>{};
}

std::optional<std::size_t> decode_running_templates(const json& result) {
    if (!result.is_object()) {
        return std::nullopt;
    }
    const auto commands = result.find("active_commands");
    if (commands == result.end() || !commands->is_array()) {
        return std::nullopt;
    }
    const auto count_of = [&](std::string_view method) {
        return static_cast<std::size_t>(std::ranges::count_if(*commands, [&](const json& command) {
            return command.is_object() && text_or_empty(command, "method") == method;
        }));
    };
    if (count_of("getrpcinfo") == 0) {
        return std::nullopt;
    }
    return count_of("getblocktemplate");
}

std::optional<protocol::Hash256> decode_block_hash(const json& result) {
    return result.is_string() ? protocol::from_display_hex(result.get_ref<const std::string&>())
                              : std::nullopt;
}

bool is_same_chain(std::string_view node_chain, std::string_view network) noexcept {
    const protocol::ChainParams* chain = protocol::find_chain(network);
    return chain != nullptr && protocol::is_named_by_node(*chain, node_chain);
}

BlockVerdict decode_verdict(const json& result) {
    if (result.is_null()) {
        return {BlockStatus::accepted, {}};
    }
    if (!result.is_string() || result.get_ref<const std::string&>().empty()) {
        return {BlockStatus::pending,
                std::string("submitblock was answered with neither null nor a reason, but ") +
                    (result.is_string() ? "an empty text" : result.type_name())};
    }
    std::string reason = printable(result.get_ref<const std::string&>(), text_size_max, ' ');
    constexpr std::string_view prefix = "rejected: ";
    if (reason.starts_with(prefix)) {
        reason.erase(0, prefix.size());
    }
    const bool undecided = std::ranges::find(undecided_reasons, reason) != undecided_reasons.end();
    return {undecided ? BlockStatus::pending : BlockStatus::rejected, std::move(reason)};
}

BlockStatus decode_standing(const json& result) {
    if (!result.is_object() || !result.contains("confirmations") ||
        !result.at("confirmations").is_number_integer()) {
        return BlockStatus::pending;
    }
    return integer_or(result, "confirmations", 0) < 0 ? BlockStatus::orphaned
                                                      : BlockStatus::accepted;
}

}  // namespace sluice::pool
