#include "difficulty/version_bits.hpp"

#include <cassert>
#include <utility>

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

std::vector<DeploymentProblem> check_deployments(std::span<const Deployment> deployments) {
    std::vector<DeploymentProblem> problems;
    for (std::size_t i = 0; i < deployments.size(); ++i) {
        const Deployment& here = deployments[i];
        const auto add = [&](std::string_view member, std::string problem, std::string remedy) {
            problems.push_back({i, member, std::move(problem), std::move(remedy)});
        };
        if (here.name.empty()) {
            add("name", "empty", "a name of its own");
        }
        if (here.bit < 0 || here.bit > bit_max) {
            add("bit", "bit " + std::to_string(here.bit) + " does not exist", "a bit from 0 to 28");
        }
        if (here.timeout <= here.start_time) {
            add("timeout", "not after the start time",
                "a time after " + std::to_string(here.start_time));
        }
        if (here.period == 0) {
            add("period", "no blocks", "at least 1 block");
        } else if (here.threshold == 0 || here.threshold > here.period) {
            add("threshold",
                std::to_string(here.threshold) + " blocks of a period of " +
                    std::to_string(here.period),
                "1 to " + std::to_string(here.period));
        }
        for (const Deployment& other : deployments.first(i)) {
            if (other.name == here.name) {
                add("name", "\"" + here.name + "\" is the name of another deployment",
                    "a name of its own");
            }
            if (other.bit == here.bit) {
                add("bit", "bit " + std::to_string(here.bit) + " belongs to \"" + other.name + "\"",
                    "a bit of its own, 0 to 28");
            }
        }
    }
    return problems;
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
