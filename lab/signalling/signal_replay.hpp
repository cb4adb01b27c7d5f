#pragma once
/// What recorded headers say about a deployment: votes and states period by period, blocks that a
/// mandatory rule would have rejected, what may come next, and unknown votes. Pure, any thread.

#include "lab/input/recorded_votes.hpp"
#include "lab/signalling/activation_forecast.hpp"
#include "lab/signalling/signal_monitor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::lab {

/// Rules that reject blocks without a vote for segwit, beside the deployment itself.
enum class VoteMandate { none, bip91, bip148 };

struct SignalQuestion {
    difficulty::Deployment deployment;
    VoteMandate mandate = VoteMandate::none;
    std::uint64_t evidence_blocks = 144;  ///< from which the forecast estimates the voting share
    std::optional<double> spacing_s =
        std::nullopt;  ///< of blocks to come; none: as the last period's
    MonitorOptions monitor = {};
};

struct PeriodVotes {
    difficulty::Height first = 0;
    std::uint64_t listed = 0;            ///< blocks of the period in the file
    difficulty::PeriodStatistics votes;  ///< when its last listed block was mined
    std::optional<difficulty::DeploymentState>
        state;  ///< none: the votes that decided it are not in the file
};

struct SignalReplay {
    std::vector<PeriodVotes> periods;
    std::optional<difficulty::StateSince> next;  ///< of the block after the last
    SignalMonitor monitor;
    std::vector<difficulty::Height>
        rejected;                   ///< blocks that MUST_SIGNAL or the mandate would have rejected
    bool mandate_in_force = false;  ///< for the block after the last
    SignalEvidence evidence;
    double spacing_s = 600;
    std::optional<double> lock_in;  ///< probability that this period reaches the threshold
    std::optional<ActivationForecast> forecast;
    std::vector<std::string> notes;  ///< what the file cannot show and what was assumed instead
};

/// Timestamps are assumed where the record has none: the deployment has started and not timed out.
[[nodiscard]] SignalReplay replay_signals(const VoteRecord& record, const SignalQuestion& question);

}  // namespace sluice::lab
