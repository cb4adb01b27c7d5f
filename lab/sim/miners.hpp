#pragma once
/// Miners that come and go as it pays: on/off attackers, and greedy and variable miners who compare
/// what a coin costs here with what it costs elsewhere. The latter behave as in the simulator of
/// the Bitcoin Cash community (kyuupichan/difficulty, 2017). Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "lab/scenario/scenario.hpp"
#include "lab/sim/random.hpp"

#include <cstddef>
#include <vector>

namespace sluice::lab::sim {

class SwitchingMiners {
public:
    explicit SwitchingMiners(const Scenario& scenario);

    /// No group at all: hashrate() is 0 for good.
    [[nodiscard]] bool none() const { return groups_.empty(); }
    /// They decide about the block of `height`, whose relative difficulty is known.
    void decide(difficulty::Height height, double difficulty, Random& random);
    /// That of all groups together, as decided.
    [[nodiscard]] double hashrate() const { return hashrate_; }

private:
    /// How much of its hashrate the group points at this chain, 0 to 1.
    [[nodiscard]] double part_of(const MinerGroup& group, double part_before,
                                 difficulty::Height height, double difficulty) const;
    [[nodiscard]] double mean_cost(std::size_t blocks) const;

    std::vector<MinerGroup> groups_;
    std::vector<double> parts_;
    double hashrate_ = 0;
    double price_ = 1;  // of a coin, in units of what it costs at the start's difficulty
    double price_jump_max_;
    std::vector<double> costs_;  // ring of difficulty / price of the last blocks
    std::size_t decisions_ = 0;
};

}  // namespace sluice::lab::sim
