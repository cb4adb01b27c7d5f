#include "difficulty/signalling/version_bits_cache.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice::difficulty {
namespace {

/// The answer for a deployment that no block has a say in.
std::optional<StateSince> state_by_height_alone(const Deployment& deployment, Height next_height) {
    if (deployment.kind == DeploymentKind::flag_day) {
        const Height flag_day = deployment.min_activation_height;
        return next_height >= flag_day ? StateSince{DeploymentState::active, flag_day}
                                       : StateSince{};
    }
    if (goes_by_time(deployment.kind) && deployment.start_time == always_active) {
        return StateSince{DeploymentState::active, 0};
    }
    if (goes_by_time(deployment.kind) && deployment.start_time == never_active) {
        return StateSince{DeploymentState::failed, 0};
    }
    return std::nullopt;
}

/// Whether the period that begins at `first`, and so every one before it, is DEFINED because
/// its time has not come. Neither height nor median time past ever falls along a chain.
bool certainly_defined(const Deployment& deployment, const SignalView& chain, Height first) {
    if (deployment.kind == DeploymentKind::bip8) {
        return first < deployment.start_height;
    }
    return median_time_past(chain, first - 1) < std::min(deployment.start_time, deployment.timeout);
}

}  // namespace

VersionBitsCache::VersionBitsCache(Deployment deployment) : deployment_(std::move(deployment)) {}

StateSince VersionBitsCache::state_of_next_block(const SignalView& chain) {
    if (const auto fixed = state_by_height_alone(deployment_, chain.next_height())) {
        return *fixed;
    }
    // Walk back over the ends of whole periods to one whose answer is known, or to where the
    // deployment cannot have left DEFINED.
    std::vector<Height> unknown;  // first heights of the periods to work out, newest first
    StateSince value;
    for (Height first = chain.next_height() - chain.next_height() % deployment_.period; first > 0;
         first -= deployment_.period) {
        if (const auto known = find(chain.id_at(first - 1))) {
            value = *known;
            break;
        }
        if (certainly_defined(deployment_, chain, first)) {
            break;
        }
        unknown.push_back(first);
    }
    for (; !unknown.empty(); unknown.pop_back()) {
        const Height first = unknown.back();
        PeriodEnd end{first, median_time_past(chain, first - 1), 0};
        if (value.state == DeploymentState::started) {
            end.count = count_signals(chain, deployment_.bit, first - deployment_.period, first);
        }
        const DeploymentState next = next_state(value.state, deployment_, end);
        if (next != value.state) {
            value = {next, first};
        }
        remember(chain.id_at(first - 1), value);
    }
    return value;
}

std::optional<StateSince> VersionBitsCache::find(const protocol::Hash256& period_end) const {
    const std::size_t kept = std::min(remembered_, entries_max);
    for (std::size_t age = 1; age <= kept; ++age) {
        const Entry& entry = entries_[(remembered_ - age) % entries_max];
        if (entry.period_end == period_end) {
            return entry.value;
        }
    }
    return std::nullopt;
}

void VersionBitsCache::remember(const protocol::Hash256& period_end, const StateSince& value) {
    entries_[remembered_ % entries_max] = {period_end, value};
    ++remembered_;
}

}  // namespace sluice::difficulty
