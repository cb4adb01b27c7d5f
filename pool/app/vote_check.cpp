#include "pool/app/vote_check.hpp"

#include "base/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

namespace sluice::pool {
namespace {

std::string names_there_are(std::span<const std::string_view> names) {
    if (names.empty()) {
        return "the node lists no deployment";
    }
    const auto shown = names.first(std::min(names.size(), hint_names_max));
    return fmt::format("the node lists {}{}", fmt::join(shown, ", "),
                       shown.size() < names.size() ? ", ..." : "");
}

}  // namespace

std::vector<monitor::UnknownVote> unknown_votes(const std::map<std::string, bool>& votes,
                                                const protocol::BlockTemplate& block_template,
                                                const std::vector<DeploymentStatus>& deployments) {
    std::set<std::string_view> votable;
    for (const auto& [name, bit] : block_template.vb_available) {
        votable.insert(name);
    }
    for (const DeploymentStatus& deployment : deployments) {
        votable.insert(deployment.name);
    }
    const std::vector<std::string_view> names(votable.begin(), votable.end());
    std::vector<monitor::UnknownVote> unknown;
    for (const auto& [name, signal] : votes) {
        if (!votable.contains(name) && !has_rule(block_template, name)) {
            unknown.push_back({name, signal, did_you_mean(name, names, names_there_are(names))});
        }
    }
    return unknown;
}

std::string message(const monitor::UnknownVote& vote) {
    return fmt::format("vote {} {} has no effect: {}", vote.signal ? "for" : "against", vote.name,
                       vote.hint);
}

}  // namespace sluice::pool
