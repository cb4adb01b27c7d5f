#include "lab/signalling/signal_replay.hpp"

#include "difficulty/signalling/deployment_presets.hpp"
#include "lab/signalling/signal_mandate.hpp"

#include <algorithm>
#include <memory>

namespace sluice::lab {
namespace {

/// Where a file begins too late to show how the vote went, what history says.
std::optional<difficulty::StateSince> state_in_history(const difficulty::Deployment& deployment,
                                                       difficulty::Height height) {
    const difficulty::DeploymentPreset* preset =
        difficulty::find_deployment_preset(deployment.name);
    if (preset == nullptr || preset->deployment != deployment) {
        return std::nullopt;
    }
    if (height >= preset->active) {
        return difficulty::StateSince{difficulty::DeploymentState::active, preset->active};
    }
    if (height >= preset->locked_in) {
        return difficulty::StateSince{difficulty::DeploymentState::locked_in, preset->locked_in};
    }
    return std::nullopt;
}

std::unique_ptr<SignalMandate> mandate_of(const SignalQuestion& question) {
    const difficulty::Deployment segwit = difficulty::find_deployment_preset("segwit")->deployment;
    switch (question.mandate) {
        case VoteMandate::none:
            return nullptr;
        case VoteMandate::bip91:
            return std::make_unique<SignalMandate>(segwit, question.deployment);
        case VoteMandate::bip148:
            return std::make_unique<SignalMandate>(question.deployment, MandateWindow{});
    }
    return nullptr;
}

class Replay {
public:
    Replay(const VoteRecord& record, const SignalQuestion& question)
        : question_(question),
          deployment_(question.deployment),
          // The parent of the first period is judged by the first timestamp of the file.
          chain_(record, deployment_.start_time,
                 record.first_height % deployment_.period + difficulty::median_time_span) {
        MonitorOptions monitor = question.monitor;
        if (question.mandate == VoteMandate::bip91) {  // it demands votes for segwit
            monitor.known |= std::uint32_t{1}
                             << difficulty::find_deployment_preset("segwit")->deployment.bit;
        }
        result_.monitor = SignalMonitor(monitor);
        if (!chain_.has_times() && difficulty::goes_by_time(deployment_.kind)) {
            deployment_.timeout = difficulty::no_timeout;
            result_.notes.emplace_back(
                "the file has no timestamps: the vote is taken to be open in all of it");
        }
        cache_.emplace(deployment_);
    }

    SignalReplay run() && {
        history_lost_ = begins_too_late();
        if (history_lost_ && !state_in_history(question_.deployment, chain_.first_height())) {
            result_.notes.emplace_back(
                "the file begins when the vote was over: its own blocks do not show how it ended");
        }
        add_periods();
        for (difficulty::Height height = chain_.first_height(); height < chain_.next_height();
             ++height) {
            result_.monitor.add(height, chain_.version_at(height));
        }
        find_rejected();
        look_ahead();
        return std::move(result_);
    }

private:
    [[nodiscard]] bool begins_too_late() const {
        const difficulty::Height first = chain_.first_height();
        if (first == 0 || deployment_.kind == difficulty::DeploymentKind::flag_day) {
            return false;
        }
        return deployment_.kind == difficulty::DeploymentKind::bip8
                   ? first >= deployment_.timeout_height
                   : chain_.time_at(first) >= deployment_.timeout;
    }

    [[nodiscard]] std::optional<difficulty::StateSince> state_at(difficulty::Height height) {
        if (const auto known = state_in_history(question_.deployment, height);
            known && chain_.first_height() >= known->since) {
            return known;
        }
        if (history_lost_) {
            return std::nullopt;
        }
        return cache_->state_of_next_block(VotesBelow(chain_, height));
    }

    void add_periods() {
        const difficulty::Height end = chain_.next_height();
        const std::uint64_t period = deployment_.period;
        difficulty::Height first = chain_.first_height() - chain_.first_height() % period;
        if (const std::uint64_t missing = chain_.first_height() - first; missing != 0) {
            result_.notes.push_back("the first " + std::to_string(missing) +
                                    " blocks of the first period are not in the file and count as "
                                    "silent");
        }
        for (; first < end; first += period) {
            PeriodVotes row;
            row.first = first;
            const difficulty::Height last = std::min(first + period, end);
            row.listed = last - std::max(first, chain_.first_height());
            row.votes.period = period;
            row.votes.threshold = deployment_.threshold;
            row.votes.elapsed = last - first;
            row.votes.count = difficulty::count_signals(chain_, deployment_.bit, first, last);
            row.votes.possible =
                period - deployment_.threshold >= row.votes.elapsed - row.votes.count;
            if (const auto state = state_at(first)) {
                row.state = state->state;
            }
            result_.periods.push_back(row);
        }
        result_.next = state_at(end);
    }

    void find_rejected() {
        const auto mandate = mandate_of(question_);
        for (const PeriodVotes& period : result_.periods) {
            const bool must_signal = period.state == difficulty::DeploymentState::must_signal;
            if (mandate == nullptr && !must_signal) {
                continue;
            }
            const difficulty::Height end =
                std::min(period.first + deployment_.period, chain_.next_height());
            for (difficulty::Height height = std::max(period.first, chain_.first_height());
                 height < end; ++height) {
                const VotesBelow below(chain_, height);
                const std::uint32_t version = chain_.version_at(height);
                const bool allowed = must_signal
                                         ? allowed_in_must_signal(below, deployment_, version)
                                         : mandate->allows(below, chain_.time_at(height), version);
                if (!allowed) {
                    result_.rejected.push_back(height);
                }
            }
        }
        if (mandate != nullptr) {
            const difficulty::Height last = chain_.next_height() - 1;
            result_.mandate_in_force = mandate->demands_vote(chain_, chain_.time_at(last));
        }
    }

    [[nodiscard]] double measured_spacing_s() const {
        constexpr double usual_s = 600;
        const difficulty::Height last = chain_.next_height() - 1;
        const difficulty::Height from =
            std::max(chain_.first_height(), last - std::min(last, deployment_.period));
        if (!chain_.has_times() || from >= last) {
            return usual_s;
        }
        return static_cast<double>(chain_.time_at(last) - chain_.time_at(from)) /
               static_cast<double>(last - from);
    }

    void look_ahead() {
        const difficulty::Height listed = chain_.next_height() - chain_.first_height();
        result_.spacing_s = question_.spacing_s.value_or(measured_spacing_s());
        result_.evidence =
            recent_signals(chain_, deployment_.bit, std::min(question_.evidence_blocks, listed));
        if (!result_.next || deployment_.kind == difficulty::DeploymentKind::flag_day) {
            return;
        }
        const ForecastTerms terms{
            .spacing_s = result_.spacing_s,
            .time_known = difficulty::median_time_past(chain_, chain_.next_height() - 1)};
        result_.forecast =
            forecast_activation(chain_, deployment_, result_.next->state, result_.evidence, terms);
        // Not where a timeout comes before the count: then the forecast's 0 stands.
        if (result_.next->state == difficulty::DeploymentState::started &&
            result_.forecast->this_period > 0) {
            result_.lock_in = lock_in_probability(
                difficulty::period_statistics(chain_, deployment_), result_.evidence);
        }
    }

    const SignalQuestion& question_;
    difficulty::Deployment deployment_;
    RecordedVotes chain_;
    SignalReplay result_;
    std::optional<difficulty::VersionBitsCache> cache_;
    bool history_lost_ = false;
};

}  // namespace

SignalReplay replay_signals(const VoteRecord& record, const SignalQuestion& question) {
    return Replay(record, question).run();
}

}  // namespace sluice::lab
