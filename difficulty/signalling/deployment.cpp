#include "difficulty/signalling/deployment.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::difficulty {
namespace {

constexpr std::array kinds{DeploymentKind::bip9, DeploymentKind::speedy_trial, DeploymentKind::bip8,
                           DeploymentKind::flag_day};

/// The problems of one deployment of a list.
class DeploymentCheck {
public:
    DeploymentCheck(std::size_t index, const Deployment& deployment,
                    std::vector<DeploymentProblem>& problems)
        : index_(index), here_(deployment), problems_(problems) {}

    void check_alone() {
        if (here_.name.empty()) {
            add("name", "empty", "a name of its own");
        }
        if (here_.kind == DeploymentKind::flag_day) {
            return;
        }
        if (here_.bit < 0 || here_.bit > version_bit_max) {
            add("bit", "bit " + std::to_string(here_.bit) + " does not exist",
                "a bit from 0 to 28");
        }
        if (here_.period == 0) {
            add("period", "no blocks", "at least 1 block");
        } else if (here_.threshold == 0 || here_.threshold > here_.period) {
            add("threshold",
                std::to_string(here_.threshold) + " blocks of a period of " +
                    std::to_string(here_.period),
                "1 to " + std::to_string(here_.period));
        }
        if (goes_by_time(here_.kind) && here_.timeout <= here_.start_time) {
            add("timeout", "not after the start time",
                "a time after " + std::to_string(here_.start_time));
        }
        if (here_.kind == DeploymentKind::bip8 && here_.period != 0) {
            check_heights();
        }
    }

    void check_beside(const Deployment& other) {
        if (other.name == here_.name) {
            add("name", "\"" + here_.name + "\" is the name of another deployment",
                "a name of its own");
        }
        const bool both_vote =
            here_.kind != DeploymentKind::flag_day && other.kind != DeploymentKind::flag_day;
        if (both_vote && other.bit == here_.bit) {
            add("bit", "bit " + std::to_string(here_.bit) + " belongs to \"" + other.name + "\"",
                "a bit of its own, 0 to 28");
        }
    }

private:
    void add(std::string_view member, std::string problem, std::string remedy) {
        problems_.push_back({index_, member, std::move(problem), std::move(remedy)});
    }

    void check_heights() {
        const std::string whole = "a multiple of the period of " + std::to_string(here_.period);
        if (here_.start_height % here_.period != 0) {
            add("start_height", "not the first block of a period", whole);
        }
        if (here_.timeout_height % here_.period != 0) {
            add("timeout_height", "not the first block of a period", whole);
            return;
        }
        // The period of the genesis block is DEFINED whatever the start.
        const Height least = std::max(here_.start_height, here_.period) + 2 * here_.period;
        if (here_.timeout_height < least) {
            add("timeout_height", "less than two periods of votes after the start height",
                "at least " + std::to_string(least));
        }
    }

    std::size_t index_;
    const Deployment& here_;
    std::vector<DeploymentProblem>& problems_;
};

}  // namespace

std::string_view to_string(DeploymentKind kind) noexcept {
    switch (kind) {
        case DeploymentKind::bip9:
            return "bip9";
        case DeploymentKind::speedy_trial:
            return "speedy-trial";
        case DeploymentKind::bip8:
            return "bip8";
        case DeploymentKind::flag_day:
            return "flag-day";
    }
    return "";
}

std::optional<DeploymentKind> find_deployment_kind(std::string_view name) noexcept {
    const auto found = std::ranges::find(
        kinds, name, [](DeploymentKind kind) noexcept { return to_string(kind); });
    return found == kinds.end() ? std::nullopt : std::optional(*found);
}

std::span<const DeploymentKind> deployment_kinds() noexcept { return kinds; }

std::vector<DeploymentProblem> check_deployments(std::span<const Deployment> deployments) {
    std::vector<DeploymentProblem> problems;
    for (std::size_t i = 0; i < deployments.size(); ++i) {
        DeploymentCheck check(i, deployments[i], problems);
        check.check_alone();
        for (const Deployment& other : deployments.first(i)) {
            check.check_beside(other);
        }
    }
    return problems;
}

}  // namespace sluice::difficulty
