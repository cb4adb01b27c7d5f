#include "difficulty/version_bits_cache.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice::difficulty {

VersionBitsCache::VersionBitsCache(Deployment deployment) : deployment_(std::move(deployment)) {}

StateSince VersionBitsCache::state_of_next_block(const SignalView& chain) {
    if (deployment_.start_time == always_active) {
        return {DeploymentState::active, 0};
    }
    if (deployment_.start_time == never_active) {
        return {DeploymentState::failed, 0};
    }
    // Walk back over the ends of whole periods to one whose answer is known. Median time past never
    // falls along a chain, so before the first date of the deployment every period is DEFINED.
    const std::int64_t first_date = std::min(deployment_.start_time, deployment_.timeout);
    std::vector<Height> unknown;  // first heights of the periods to work out, newest first
    StateSince value;
    for (Height first = chain.next_height() - chain.next_height() % deployment_.period; first > 0;
         first -= deployment_.period) {
        if (const auto known = find(chain.id_at(first - 1))) {
            value = *known;
            break;
        }
        if (median_time_past(chain, first - 1) < first_date) {
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
