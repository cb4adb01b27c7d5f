#include "lab/sim/fork_sim.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "lab/sim/compact_difficulty.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace sluice::lab::sim {
namespace {

// In a selfish miner's network: he, the others who take his block in a tie, and the rest.
constexpr std::size_t selfish_view = 0;
constexpr std::size_t swayed_view = 1;

constexpr std::uint64_t settle_every_blocks = 256;

}  // namespace

ForkSim::ForkSim(const RunSetup& setup, std::uint64_t stream)
    : setup_(&setup), random_(setup.seed, stream), base_(setup.scenario), nodes_(1) {
    assert(!reads_next_time(*setup.rule, setup.params));
    nodes_[0].block.height = setup.start.next_height() - 1;
    settled_.cursor =
        make_cursor(*setup.rule, setup.params, setup.start.blocks, setup.start.first_height);
    for (const difficulty::Block& block : setup.start.blocks) {
        settled_.median.append(block.time);
    }
    const Network& network = setup.scenario.network;
    if (network.selfish_share > 0) {
        const double honest = 1 - network.selfish_share;
        add_view(network.selfish_share);
        add_view(honest * network.selfish_gamma);
        add_view(honest * (1 - network.selfish_gamma));
    } else {
        for (std::uint64_t i = 0; i < network.miners; ++i) {
            add_view(1.0 / static_cast<double>(network.miners));
        }
    }
}

void ForkSim::add_view(double share) {
    views_.push_back(
        {.share = share, .cursor = settled_.cursor->clone(), .median = settled_.median});
    prepare(views_.back());
}

void ForkSim::prepare(View& view) const {
    view.bits = view.cursor->next_bits(0);
    view.difficulty = relative_difficulty(setup_->start.blocks.back().bits, view.bits);
}

void ForkSim::run(std::uint64_t blocks) {
    const difficulty::Height goal = nodes_[best_].block.height + blocks;
    while (nodes_[best_].block.height < goal) {
        step();
    }
}

void ForkSim::start_measuring() {
    measured_from_ = nodes_[best_].block.height;
    base_.start_measuring(now_s_);
    base_.start_block(0, now_s_);
}

/// To the next event: a block found, or one heard of.
void ForkSim::step() {
    const double hashrate = base_.at(now_s_);
    double rate = 0;
    for (const View& view : views_) {
        rate += view.share * hashrate / view.difficulty;
    }
    // Finding has no memory, so the time to go may be drawn anew after each event.
    const double found_s =
        now_s_ + random_.exponential() * static_cast<double>(setup_->params.spacing_s) / rate;
    if (!arrivals_.empty() && arrivals_.front().time_s <= found_s) {
        std::ranges::pop_heap(arrivals_, std::greater{});
        const Arrival arrival = arrivals_.back();
        arrivals_.pop_back();
        now_s_ = arrival.time_s;
        adopt_if_better(views_[arrival.view], arrival.node);
        return;
    }
    now_s_ = found_s;
    const std::size_t finder = pick_finder(rate / hashrate);
    const difficulty::Height best_before = nodes_[best_].block.height;
    const NodeId node = find_block(finder);
    if (setup_->scenario.network.selfish_share > 0) {
        play_selfishly(finder, node);
    } else {
        adopt(views_[finder], node);
        announce(finder, node);
    }
    move_hashrate(best_before);
    if (found() % settle_every_blocks == 0) {
        settle();
    }
}

/// Steps and the random walk go with the blocks of the best chain.
void ForkSim::move_hashrate(difficulty::Height best_before) {
    const difficulty::Height best = nodes_[best_].block.height;
    if (best == best_before) {
        return;
    }
    if (measured_from_ > 0) {
        base_.start_block(best - measured_from_, now_s_);
    }
    if (base_.walks()) {
        base_.walk(random_);
    }
}

std::size_t ForkSim::pick_finder(double rate) {
    double left = random_.uniform() * rate;
    std::size_t finder = 0;
    while (finder + 1 < views_.size()) {
        left -= views_[finder].share / views_[finder].difficulty;
        if (left < 0) {
            break;
        }
        ++finder;
    }
    return finder;
}

ForkSim::NodeId ForkSim::find_block(std::size_t finder) {
    const View& view = views_[finder];
    const Node& parent = nodes_[view.tip];
    const TimestampMoment moment{
        setup_->start.blocks.back().time + static_cast<std::int64_t>(now_s_), view.median.median(),
        parent.block.height + 1};
    const double hashrate = base_.at(now_s_);
    Node node{.parent = view.tip,
              .work = parent.work + view.difficulty,
              .block = {.height = moment.height,
                        .time_s = now_s_,
                        .interval_s = now_s_ - parent.block.time_s,
                        .timestamp_s = honest_timestamp(moment),
                        .bits = view.bits,
                        .difficulty = view.difficulty,
                        .hashrate = hashrate,
                        .finder = static_cast<std::uint32_t>(finder)}};
    nodes_.push_back(node);
    return nodes_.size() - 1;
}

void ForkSim::announce(std::size_t finder, NodeId node) {
    const double heard_s = now_s_ + setup_->scenario.network.delay_s;
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (i != finder) {
            arrivals_.push_back({heard_s, arrivals_made_++, i, node});
            std::ranges::push_heap(arrivals_, std::greater{});
        }
    }
}

/// Algorithm 1 of the paper; the honest hear of published blocks at once.
void ForkSim::play_selfishly(std::size_t finder, NodeId node) {
    View& selfish = views_[selfish_view];
    if (finder == selfish_view) {
        adopt(selfish, node);
        if (tie_) {
            tie_ = false;
            all_adopt(node);
        }
        return;
    }
    const NodeId his = selfish.tip;
    const auto lead = static_cast<std::int64_t>(nodes_[his].block.height) -
                      static_cast<std::int64_t>(nodes_[node].block.height);
    const bool was_tie = tie_;
    tie_ = false;
    if (was_tie || lead < 0) {
        all_adopt(node);  // nothing is left to publish
    } else if (lead == 1) {
        all_adopt(his);  // his last two against their one
    } else {
        for (std::size_t i = swayed_view; i < views_.size(); ++i) {
            adopt_if_better(views_[i], node);
        }
        if (lead == 0) {
            tie_ = true;
            adopt(views_[swayed_view], his);
        }
    }
}

void ForkSim::all_adopt(NodeId node) {
    for (View& view : views_) {
        adopt(view, node);
    }
}

void ForkSim::adopt_if_better(View& view, NodeId node) {
    if (nodes_[node].work > nodes_[view.tip].work) {
        adopt(view, node);
    }
}

void ForkSim::adopt(View& view, NodeId node) {
    if (view.tip == node) {
        return;
    }
    std::vector<NodeId> path{node};
    if (nodes_[node].parent != view.tip) {
        view.cursor = settled_.cursor->clone();
        view.median = settled_.median;
        while (nodes_[path.back()].parent != settled_.tip) {
            path.push_back(nodes_[path.back()].parent);
        }
    }
    for (auto at = path.rbegin(); at != path.rend(); ++at) {
        const FoundBlock& block = nodes_[*at].block;
        view.cursor->append(block.timestamp_s, block.bits);
        view.median.append(block.timestamp_s);
    }
    view.tip = node;
    prepare(view);
    if (nodes_[node].work > nodes_[best_].work) {
        best_ = node;
    }
}

ForkSim::NodeId ForkSim::common_ancestor(NodeId a, NodeId b) const {
    while (a != b) {
        // A block is always found after its parent, and numbered in that order.
        (a > b ? a : b) = nodes_[std::max(a, b)].parent;
    }
    return a;
}

/// Moves the settled block up to where all views, and blocks still under way, begin to differ.
void ForkSim::settle() {
    NodeId shared = best_;
    for (const View& view : views_) {
        shared = common_ancestor(shared, view.tip);
    }
    for (const Arrival& arrival : arrivals_) {
        shared = common_ancestor(shared, arrival.node);
    }
    std::vector<NodeId> path;
    for (NodeId at = shared; at != settled_.tip; at = nodes_[at].parent) {
        path.push_back(at);
    }
    for (auto at = path.rbegin(); at != path.rend(); ++at) {
        settled_.cursor->append(nodes_[*at].block.timestamp_s, nodes_[*at].block.bits);
        settled_.median.append(nodes_[*at].block.timestamp_s);
    }
    settled_.tip = shared;
}

std::vector<FoundBlock> ForkSim::best_chain() const {
    std::vector<FoundBlock> chain;
    for (NodeId at = best_; at != 0; at = nodes_[at].parent) {
        chain.push_back(nodes_[at].block);
    }
    std::ranges::reverse(chain);
    return chain;
}

}  // namespace sluice::lab::sim
