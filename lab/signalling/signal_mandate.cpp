#include "lab/signalling/signal_mandate.hpp"

namespace sluice::lab {
namespace {

/// The timestamps of a chain with one block more, for its median time past.
class WithNextBlock {
public:
    WithNextBlock(const difficulty::SignalView& chain, std::int64_t time)
        : chain_(chain), time_(time) {}

    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const {
        return height == chain_.next_height() ? time_ : chain_.time_at(height);
    }

private:
    const difficulty::SignalView& chain_;
    std::int64_t time_;
};

}  // namespace

bool allowed_in_must_signal(const difficulty::SignalView& chain,
                            const difficulty::Deployment& deployment, std::uint32_t version) {
    if (difficulty::signals(version, deployment.bit)) {
        return true;
    }
    const difficulty::PeriodStatistics so_far = difficulty::period_statistics(chain, deployment);
    const std::uint64_t silent = so_far.elapsed - so_far.count + 1;  // this block too
    return silent + deployment.threshold <= deployment.period;
}

bool SignalMandate::demands_vote(const difficulty::SignalView& chain, std::int64_t time) {
    if (trigger_) {
        if (trigger_->state_of_next_block(chain).state != difficulty::DeploymentState::active) {
            return false;
        }
    } else {
        const std::int64_t median =
            difficulty::median_time_past(WithNextBlock(chain, time), chain.next_height());
        if (median < window_.from || median > window_.until) {
            return false;
        }
    }
    const difficulty::DeploymentState driven = driven_.state_of_next_block(chain).state;
    return driven != difficulty::DeploymentState::locked_in &&
           driven != difficulty::DeploymentState::active;
}

bool SignalMandate::allows(const difficulty::SignalView& chain, std::int64_t time,
                           std::uint32_t version) {
    return difficulty::signals(version, driven().bit) || !demands_vote(chain, time);
}

}  // namespace sluice::lab
