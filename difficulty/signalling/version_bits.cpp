#include "difficulty/signalling/version_bits.hpp"

#include <cassert>

namespace sluice::difficulty {
namespace {

DeploymentState after_defined(const Deployment& deployment, const PeriodEnd& end) noexcept {
    if (deployment.kind == DeploymentKind::bip9 && end.median_time_past >= deployment.timeout) {
        return DeploymentState::failed;
    }
    const bool starts = deployment.kind == DeploymentKind::bip8
                            ? end.next_height >= deployment.start_height
                            : end.median_time_past >= deployment.start_time;
    return starts ? DeploymentState::started : DeploymentState::defined;
}

DeploymentState after_started_by_time(const Deployment& deployment, const PeriodEnd& end) noexcept {
    const bool timed_out = end.median_time_past >= deployment.timeout;
    if (deployment.kind == DeploymentKind::bip9 && timed_out) {
        return DeploymentState::failed;
    }
    if (end.count >= deployment.threshold) {
        return DeploymentState::locked_in;
    }
    return timed_out ? DeploymentState::failed : DeploymentState::started;
}

DeploymentState after_started_by_height(const Deployment& deployment,
                                        const PeriodEnd& end) noexcept {
    if (end.count >= deployment.threshold) {
        return DeploymentState::locked_in;
    }
    if (deployment.lock_in_on_timeout &&
        end.next_height + deployment.period >= deployment.timeout_height) {
        return DeploymentState::must_signal;
    }
    return end.next_height >= deployment.timeout_height ? DeploymentState::failed
                                                        : DeploymentState::started;
}

DeploymentState after_locked_in(const Deployment& deployment, const PeriodEnd& end) noexcept {
    const bool waits = deployment.kind != DeploymentKind::bip9 &&
                       end.next_height < deployment.min_activation_height;
    return waits ? DeploymentState::locked_in : DeploymentState::active;
}

}  // namespace

std::string_view to_string(DeploymentState state) noexcept {
    switch (state) {
        case DeploymentState::defined:
            return "defined";
        case DeploymentState::started:
            return "started";
        case DeploymentState::must_signal:
            return "must_signal";
        case DeploymentState::locked_in:
            return "locked_in";
        case DeploymentState::active:
            return "active";
        case DeploymentState::failed:
            return "failed";
    }
    return "";
}

DeploymentState next_state(DeploymentState current, const Deployment& deployment,
                           const PeriodEnd& end) noexcept {
    if (deployment.kind == DeploymentKind::flag_day) {
        return end.next_height >= deployment.min_activation_height ? DeploymentState::active
                                                                   : DeploymentState::defined;
    }
    switch (current) {
        case DeploymentState::defined:
            return after_defined(deployment, end);
        case DeploymentState::started:
            return goes_by_time(deployment.kind) ? after_started_by_time(deployment, end)
                                                 : after_started_by_height(deployment, end);
        case DeploymentState::must_signal:
            return DeploymentState::locked_in;
        case DeploymentState::locked_in:
            return after_locked_in(deployment, end);
        case DeploymentState::active:
        case DeploymentState::failed:
            return current;
    }
    return current;
}

std::uint64_t count_signals(const SignalView& chain, int bit, Height first, Height end) {
    assert(end <= chain.next_height());
    std::uint64_t count = 0;
    for (Height height = first; height < end; ++height) {
        count += signals(chain.version_at(height), bit) ? 1 : 0;
    }
    return count;
}

PeriodStatistics period_statistics(const SignalView& chain, const Deployment& deployment) {
    const Height end = chain.next_height();
    PeriodStatistics statistics;
    statistics.period = deployment.period;
    statistics.threshold = deployment.threshold;
    statistics.elapsed = end % deployment.period;
    statistics.count = count_signals(chain, deployment.bit, end - statistics.elapsed, end);
    statistics.possible =
        deployment.period - deployment.threshold >= statistics.elapsed - statistics.count;
    return statistics;
}

std::uint32_t block_version(std::span<const Ballot> ballots) noexcept {
    std::uint32_t version = protocol::version_bits_top;
    for (const Ballot& ballot : ballots) {
        const bool votable =
            ballot.state == DeploymentState::started || ballot.state == DeploymentState::locked_in;
        if ((votable && ballot.vote) || ballot.state == DeploymentState::must_signal) {
            version |= 1U << ballot.bit;
        }
    }
    return version;
}

}  // namespace sluice::difficulty
