#pragma once
/// The simulator of a network in which blocks compete: several miners, each with its own view of
/// the chain, hear of blocks late; or a selfish miner keeps blocks back (Eyal and Sirer 2013,
/// "Majority is not enough", algorithm 1). Events are blocks found and blocks heard of, in true
/// time. Not thread-safe.

#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/running_median_time.hpp"
#include "lab/sim/found_block.hpp"
#include "lab/sim/hashrate.hpp"
#include "lab/sim/random.hpp"
#include "lab/sim/run_setup.hpp"
#include "lab/sim/timestamping.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace sluice::lab::sim {

class ForkSim {
public:
    /// setup.scenario.network.forks() must hold, and the rule must not read the timestamp of the
    /// block to be mined. Keeps pointers into `setup`.
    ForkSim(const RunSetup& setup, std::uint64_t stream);

    /// Goes on until the best chain has grown by `blocks` blocks.
    void run(std::uint64_t blocks);
    /// True time since the start.
    [[nodiscard]] double now_s() const { return now_s_; }
    /// The warm-up is over: the scenario's clock starts now.
    void start_measuring();
    /// The best chain's blocks since the start, oldest first.
    [[nodiscard]] std::vector<FoundBlock> best_chain() const;
    /// All blocks found since the start, on the best chain or not.
    [[nodiscard]] std::uint64_t found() const { return nodes_.size() - 1; }

    static constexpr std::uint32_t selfish_miner = 0;  ///< FoundBlock::finder of his blocks

private:
    using NodeId = std::size_t;

    struct Node {
        NodeId parent = 0;
        double work = 0;  // of the chain up to here, in blocks of the start's difficulty
        FoundBlock block;
    };

    /// What one miner, or miners who always agree, take for the chain.
    struct View {
        double share = 0;
        NodeId tip = 0;
        std::unique_ptr<difficulty::RuleCursor> cursor;
        difficulty::RunningMedianTime median;
        std::uint32_t bits = 0;
        double difficulty = 1;
    };

    struct Arrival {
        double time_s = 0;
        std::uint64_t order = 0;  // decides between equal times, the same way everywhere
        std::size_t view = 0;
        NodeId node = 0;

        bool operator>(const Arrival& other) const {
            return time_s != other.time_s ? time_s > other.time_s : order > other.order;
        }
    };

    void add_view(double share);
    void step();
    [[nodiscard]] std::size_t pick_finder(double rate);
    NodeId find_block(std::size_t finder);
    void announce(std::size_t finder, NodeId node);
    void play_selfishly(std::size_t finder, NodeId node);
    void all_adopt(NodeId node);
    void adopt(View& view, NodeId node);
    void adopt_if_better(View& view, NodeId node);
    void prepare(View& view) const;
    void move_hashrate(difficulty::Height best_before);
    void settle();
    [[nodiscard]] NodeId common_ancestor(NodeId a, NodeId b) const;

    const RunSetup* setup_;
    Random random_;
    BaseHashrate base_;
    std::vector<Node> nodes_;  // the first is the start's tip
    std::vector<View> views_;
    View settled_;  // a block below all tips, from which views are built anew after a fork
    std::vector<Arrival> arrivals_;  // a heap, the next one first
    std::uint64_t arrivals_made_ = 0;
    difficulty::Height measured_from_ = 0;
    double now_s_ = 0;
    NodeId best_ = 0;
    bool tie_ = false;  // the selfish miner has published a block against an equal one
};

}  // namespace sluice::lab::sim
