#include "lab/sim/miners.hpp"

#include <algorithm>

namespace sluice::lab::sim {

SwitchingMiners::SwitchingMiners(const Scenario& scenario)
    : groups_(scenario.miners),
      parts_(scenario.miners.size(), 0.0),
      price_jump_max_(scenario.price_jump_max) {
    std::size_t remembered = 1;
    for (const MinerGroup& group : groups_) {
        remembered = std::max(remembered, static_cast<std::size_t>(group.mean_blocks));
    }
    costs_.resize(remembered, 1.0);
}

void SwitchingMiners::decide(difficulty::Height height, double difficulty, Random& random) {
    if (price_jump_max_ > 0) {
        price_ *= 1 + price_jump_max_ * (2 * random.uniform() - 1);
    }
    costs_[decisions_++ % costs_.size()] = difficulty / price_;
    hashrate_ = 0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        parts_[i] = part_of(groups_[i], parts_[i], height, difficulty);
        hashrate_ += parts_[i] * groups_[i].hashrate;
    }
}

double SwitchingMiners::part_of(const MinerGroup& group, double part_before,
                                difficulty::Height height, double difficulty) const {
    switch (group.kind) {
        case MinerGroup::Kind::on_off:
            if (height % group.every_blocks != 0) {
                return part_before;
            }
            if (difficulty >= group.stop_at) {
                return 0;
            }
            return difficulty <= group.start_below ? 1 : part_before;
        case MinerGroup::Kind::greedy: {
            const double cost = mean_cost(static_cast<std::size_t>(group.mean_blocks));
            if (cost >= 1 + group.band) {
                return 0;
            }
            return cost <= 1 - group.band ? 1 : part_before;
        }
        case MinerGroup::Kind::variable: {
            const double cost = mean_cost(static_cast<std::size_t>(group.mean_blocks));
            return std::clamp((1 + group.band - cost) / (2 * group.band), 0.0, 1.0);
        }
    }
    return part_before;
}

double SwitchingMiners::mean_cost(std::size_t blocks) const {
    double sum = 0;
    for (std::size_t back = 1; back <= blocks; ++back) {
        sum += costs_[(decisions_ - back) % costs_.size()];
    }
    return sum / static_cast<double>(blocks);
}

}  // namespace sluice::lab::sim
