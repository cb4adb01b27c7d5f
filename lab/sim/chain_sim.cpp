#include "lab/sim/chain_sim.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "lab/sim/compact_difficulty.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr double clock_max_s = 1e15;

}  // namespace

ChainSim::ChainSim(const RunSetup& setup, std::uint64_t stream)
    : scenario_(&setup.scenario),
      random_(setup.seed, stream),
      cursor_(make_cursor(*setup.rule, setup.params, setup.start.blocks, setup.start.first_height)),
      base_(setup.scenario),
      switching_(setup.scenario),
      epoch_s_(setup.start.blocks.back().time),
      reference_bits_(setup.start.blocks.back().bits),
      spacing_s_(static_cast<double>(setup.params.spacing_s)),
      timestamped_bits_(reads_next_time(*setup.rule, setup.params)),
      height_(setup.start.next_height()) {
    for (const difficulty::Block& block : setup.start.blocks) {
        median_.append(block.time);
    }
    prepare_block();
}

void ChainSim::start_measuring() {
    measuring_ = true;
    manipulator_share_ = scenario_->timestamps.policy == Timestamps::Policy::honest
                             ? 0
                             : scenario_->timestamps.share;
    base_.start_measuring(now_s_);
    base_.start_block(0, now_s_);
}

/// Looks up the bits of the block to come and lets miners decide by them.
void ChainSim::prepare_block() {
    bits_ = cursor_->next_bits(timestamped_bits_ ? honest_timestamp(moment_at(now_s_)) : 0);
    difficulty_ = relative_difficulty(reference_bits_, bits_);
    if (!switching_.none()) {
        switching_.decide(height_, difficulty_, random_);
    }
}

const FoundBlock& ChainSim::next() {
    found_.hashrate = base_.at(now_s_) * elastic_scale() + switching_.hashrate();
    found_.switching_hashrate = switching_.hashrate();
    found_.refused = 0;
    const Hit hit = mine();
    found_.height = height_;
    found_.interval_s = hit.time_s - now_s_;
    found_.time_s = hit.time_s;
    found_.timestamp_s = hit.timestamp;
    found_.bits = hit.bits;
    found_.difficulty =
        timestamped_bits_ ? relative_difficulty(reference_bits_, hit.bits) : difficulty_;
    now_s_ = hit.time_s;
    cursor_->append(hit.timestamp, hit.bits);
    median_.append(hit.timestamp);
    ++height_;
    if (measuring_) {
        base_.start_block(++measured_blocks_, now_s_);
    }
    if (base_.walks()) {
        base_.walk(random_);
    }
    prepare_block();
    return found_;
}

double ChainSim::elastic_scale() const {
    return scenario_->elasticity > 0 ? exp(-scenario_->elasticity * log(difficulty_)) : 1;
}

/// The next block that nodes accept. What they refuse has cost its finder the work.
ChainSim::Hit ChainSim::mine() {
    if (timestamped_bits_) {
        return mine_with_timestamped_bits();
    }
    double from_s = now_s_;
    while (true) {
        const double work = random_.exponential() * difficulty_ * spacing_s_;
        const double time_s =
            base_.time_of_work(from_s, work, elastic_scale(), switching_.hashrate());
        const bool manipulator = manipulator_share_ > 0 && random_.uniform() < manipulator_share_;
        const std::int64_t timestamp = timestamp_at(time_s, manipulator);
        if (!manipulator ||
            timestamp_accepted(timestamp, scenario_->future_limit_s, moment_at(time_s))) {
            return {time_s, timestamp, bits_};
        }
        ++found_.refused;
        from_s = time_s;
    }
}

/// Honest miners and manipulators see different bits, so each race on their own.
ChainSim::Hit ChainSim::mine_with_timestamped_bits() {
    const Hit honest = manipulator_share_ < 1 ? hit_of(false, random_.exponential()) : Hit{};
    if (manipulator_share_ == 0) {
        return honest;
    }
    const Hit manipulated = hit_of(true, random_.exponential());
    const bool accepted = timestamp_accepted(manipulated.timestamp, scenario_->future_limit_s,
                                             moment_at(manipulated.time_s));
    if (!accepted) {
        found_.refused += manipulated.time_s < honest.time_s ? 1 : 0;
        return honest;
    }
    return manipulator_share_ == 1 || manipulated.time_s < honest.time_s ? manipulated : honest;
}

/// When this party alone would find a block, whose bits fall as the timestamp of the miners rises.
/// They change with whole seconds of the clock only, and the next second at which they do is found
/// by bisection.
ChainSim::Hit ChainSim::hit_of(bool manipulator, double work) {
    const double share = manipulator ? manipulator_share_ : 1 - manipulator_share_;
    const auto bits_at = [&](double time_s) {
        return cursor_->next_bits(timestamp_at(time_s, manipulator));
    };
    double from_s = now_s_;
    while (true) {
        const std::uint32_t bits = bits_at(from_s);
        const double per_work =
            relative_difficulty(reference_bits_, bits) * spacing_s_ / (found_.hashrate * share);
        const double time_s = std::min(from_s + work * per_work, clock_max_s);
        if (bits_at(time_s) == bits) {
            return {time_s, timestamp_at(time_s, manipulator), bits};
        }
        double same_s = std::floor(from_s);
        double changed_s = std::floor(time_s);
        while (changed_s - same_s > 1) {
            const double middle_s = std::floor((same_s + changed_s) / 2);
            (bits_at(middle_s) == bits ? same_s : changed_s) = middle_s;
        }
        work -= (changed_s - from_s) / per_work;
        from_s = changed_s;
    }
}

TimestampMoment ChainSim::moment_at(double time_s) const {
    // The clock of a chain that has all but stopped stands still rather than overflow.
    return {epoch_s_ + static_cast<std::int64_t>(std::min(time_s, clock_max_s)), median_.median(),
            height_};
}

std::int64_t ChainSim::timestamp_at(double time_s, bool manipulator) const {
    const TimestampMoment moment = moment_at(time_s);
    return manipulator ? policy_timestamp(scenario_->timestamps, scenario_->future_limit_s, moment)
                       : honest_timestamp(moment);
}

}  // namespace sluice::lab::sim
