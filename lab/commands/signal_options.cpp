#include "lab/commands/signal_options.hpp"

#include "difficulty/signalling/deployment_presets.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::lab {
namespace {

constexpr std::uint64_t evidence_blocks_max = 1'000'000;

VoteMandate parse_mandate(const std::string& name) {
    if (name == "bip91") {
        return VoteMandate::bip91;
    }
    return name == "bip148" ? VoteMandate::bip148 : VoteMandate::none;
}

/// The deployment that a mandate comes with: BIP91's own vote, BIP148's segwit.
const difficulty::DeploymentPreset* preset_of(VoteMandate mandate) {
    return difficulty::find_deployment_preset(mandate == VoteMandate::bip91 ? "segsignal"
                                                                            : "segwit");
}

difficulty::Deployment named_deployment(const std::string& name) {
    if (const difficulty::DeploymentPreset* preset = difficulty::find_deployment_preset(name)) {
        return preset->deployment;
    }
    std::vector<std::string_view> names;
    for (const difficulty::DeploymentPreset& preset : difficulty::deployment_presets()) {
        names.push_back(preset.deployment.name);
    }
    names.insert(names.end(), {"bip91", "bip148"});
    reject_name("deployment", name, names);
}

difficulty::DeploymentKind named_kind(const std::string& name) {
    if (const auto kind = difficulty::find_deployment_kind(name)) {
        return *kind;
    }
    std::vector<std::string_view> names;
    for (const difficulty::DeploymentKind kind : difficulty::deployment_kinds()) {
        names.push_back(to_string(kind));
    }
    names.insert(names.end(), {"bip91", "bip148"});
    reject_name("kind", name, names);
}

void apply_terms(const SignalOptions& options, difficulty::Deployment& deployment) {
    deployment.bit = options.bit.value_or(deployment.bit);
    deployment.threshold = options.threshold.value_or(deployment.threshold);
    deployment.period = options.period.value_or(deployment.period);
    deployment.min_activation_height =
        options.min_activation_height.value_or(deployment.min_activation_height);
    deployment.lock_in_on_timeout = options.lock_in_on_timeout;
    if (difficulty::goes_by_time(deployment.kind)) {
        deployment.start_time = options.start.value_or(deployment.start_time);
        deployment.timeout = options.timeout.value_or(deployment.timeout);
    } else {
        deployment.start_height = static_cast<difficulty::Height>(options.start.value_or(0));
        deployment.timeout_height = static_cast<difficulty::Height>(options.timeout.value_or(0));
    }
}

/// The option that sets a member of Deployment.
std::string option_of(std::string_view member) {
    if (member.starts_with("start")) {
        return "--start";
    }
    if (member.starts_with("timeout")) {
        return "--timeout";
    }
    return "--" + std::string(member);
}

std::uint32_t parse_mask(std::string_view text) {
    const std::string_view digits = text.starts_with("0x") ? text.substr(2) : text;
    std::uint32_t mask = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), mask, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        throw UsageError("--mask \"" + std::string(text) +
                         "\" must be up to 8 hex digits, such as 1fffe000");
    }
    return mask;
}

void check(const SignalOptions& options, const difficulty::Deployment& deployment) {
    const auto problems = difficulty::check_deployments(std::array{deployment});
    if (!problems.empty()) {
        throw UsageError(option_of(problems.front().member) + ": " + problems.front().problem +
                         "; give it " + problems.front().remedy);
    }
    if (deployment.period == 0) {
        throw UsageError("--period: no blocks; give it at least 1 block");
    }
    if (options.evidence_blocks == 0 || options.evidence_blocks > evidence_blocks_max) {
        throw UsageError("--evidence must be 1 to " + std::to_string(evidence_blocks_max) +
                         " blocks, not " + std::to_string(options.evidence_blocks));
    }
    if (options.spacing_s && !(*options.spacing_s > 0)) {
        throw UsageError("--spacing must be above 0 seconds");
    }
}

}  // namespace

void add_signal_options(CLI::App& command, SignalOptions& options) {
    command
        .add_option("FILE", options.file,
                    "Raw 80-byte headers, or CSV: height and signalled or version, and time")
        ->required();
    command.add_option(
        "--deployment", options.deployment,
        "csv, segwit, segsignal, taproot, bip91 (segsignal, then votes for segwit are "
        "mandatory) or bip148 (segwit, mandatory between two dates)");
    command.add_option("--kind", options.kind,
                       "bip9, speedy-trial, bip8, flag-day, bip91 or bip148; without it as the "
                       "deployment, or speedy-trial");
    command.add_option("--bit", options.bit, "Version bit, 0 to 28");
    command.add_option("--start", options.start, "Unix time from which votes count; bip8: height");
    command.add_option("--timeout", options.timeout, "Unix time of failure; bip8: height");
    command.add_option("--threshold", options.threshold, "Votes of a period that lock in");
    command.add_option("--period", options.period, "Blocks of a period");
    command.add_option("--min-activation-height", options.min_activation_height,
                       "Not active below this height; flag-day: active from it");
    command.add_flag("--lock-in-on-timeout", options.lock_in_on_timeout,
                     "bip8: the last period must signal, then it locks in");
    command.add_option("--first-height", options.first_height,
                       "Height of the first raw header, if it is not a genesis block");
    command
        .add_option("--evidence", options.evidence_blocks,
                    "Recent blocks from which the forecast estimates who votes")
        ->capture_default_str();
    command.add_option("--spacing", options.spacing_s,
                       "Seconds between blocks to come; without it as in the last period");
    command
        .add_option("--mask", options.mask,
                    "Version bits that miners roll, left out of the monitor")
        ->capture_default_str();
}

SignalQuestion question_of(const SignalOptions& options) {
    SignalQuestion question;
    question.mandate =
        parse_mandate(options.deployment.empty() ? options.kind : options.deployment);
    difficulty::Deployment& deployment = question.deployment;
    if (question.mandate != VoteMandate::none) {
        deployment = preset_of(question.mandate)->deployment;
    } else if (!options.deployment.empty()) {
        deployment = named_deployment(options.deployment);
    } else {
        deployment.name = "custom";
        deployment.threshold = 1815;
        deployment.period = options.period.value_or(deployment.period);
        if (!options.bit && options.kind != to_string(difficulty::DeploymentKind::flag_day)) {
            throw UsageError(
                "which vote? Name a --deployment, such as taproot, or its --bit and terms");
        }
    }
    if (!options.kind.empty() && parse_mandate(options.kind) == VoteMandate::none) {
        deployment.kind = named_kind(options.kind);
    }
    apply_terms(options, deployment);
    check(options, deployment);
    question.evidence_blocks = options.evidence_blocks;
    question.spacing_s = options.spacing_s;
    question.monitor.ignored = parse_mask(options.mask);
    question.monitor.window = deployment.period;
    if (deployment.kind != difficulty::DeploymentKind::flag_day) {
        question.monitor.known = 1U << deployment.bit;
    }
    return question;
}

}  // namespace sluice::lab
