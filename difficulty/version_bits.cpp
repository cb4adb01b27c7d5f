#include "difficulty/version_bits.hpp"

#include <cassert>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t version_bits_top = 0x2000'0000;  // BIP9: top three bits 001
constexpr int bit_max = 28;

DeploymentState after_started(const Deployment& deployment, const PeriodEnd& end) noexcept {
    const bool timed_out = end.median_time_past >= deployment.timeout;
    const bool enough = end.count >= deployment.threshold;
    if (deployment.precedence == Precedence::timeout_first && timed_out) {
        return DeploymentState::failed;
    }
    if (enough) {
        return DeploymentState::locked_in;
    }
    return timed_out ? DeploymentState::failed : DeploymentState::started;
}

DeploymentState after_defined(const Deployment& deployment, const PeriodEnd& end) noexcept {
    if (deployment.precedence == Precedence::timeout_first &&
        end.median_time_past >= deployment.timeout) {
        return DeploymentState::failed;
    }
    return end.median_time_past >= deployment.start_time ? DeploymentState::started
                                                         : DeploymentState::defined;
}

DeploymentState after_locked_in(const Deployment& deployment, const PeriodEnd& end) noexcept {
    const bool waits = deployment.precedence == Precedence::count_first &&
                       end.next_height < deployment.min_activation_height;
    return waits ? DeploymentState::locked_in : DeploymentState::active;
}

}  // namespace

std::string_view name_of(DeploymentState state) noexcept {
    switch (state) {
        case DeploymentState::defined:
            return "defined";
        case DeploymentState::started:
            return "started";
        case DeploymentState::locked_in:
            return "locked_in";
        case DeploymentState::active:
            return "active";
        case DeploymentState::failed:
            return "failed";
    }
    return "";
}

Result<void, std::string> check_deployment(const Deployment& deployment) {
    const auto error = [&](const std::string& what) {
        return Unexpected{"deployment " + deployment.name + ": " + what};
    };
    if (deployment.bit < 0 || deployment.bit > bit_max) {
        return error("bit must be 0 to 28, not " + std::to_string(deployment.bit));
    }
    if (deployment.period == 0) {
        return error("period must be at least 1 block");
    }
    if (deployment.threshold == 0 || deployment.threshold > deployment.period) {
        return error("threshold must be 1 to " + std::to_string(deployment.period) + ", not " +
                     std::to_string(deployment.threshold));
    }
    return {};
}

DeploymentState next_state(DeploymentState current, const Deployment& deployment,
                           const PeriodEnd& end) noexcept {
    switch (current) {
        case DeploymentState::defined:
            return after_defined(deployment, end);
        case DeploymentState::started:
            return after_started(deployment, end);
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
    std::uint32_t version = version_bits_top;
    for (const Ballot& ballot : ballots) {
        const bool votable =
            ballot.state == DeploymentState::started || ballot.state == DeploymentState::locked_in;
        if (votable && ballot.vote) {
            version |= 1U << ballot.bit;
        }
    }
    return version;
}

}  // namespace sluice::difficulty
