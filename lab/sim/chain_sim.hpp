#pragma once
/// The simulator of one chain without forks: from block to block, each found after an exponentially
/// distributed amount of work, in true time, and timestamped by whoever found it. Not thread-safe;
/// runs of different seeds are independent objects.

#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/running_median_time.hpp"
#include "lab/sim/found_block.hpp"
#include "lab/sim/hashrate.hpp"
#include "lab/sim/miners.hpp"
#include "lab/sim/random.hpp"
#include "lab/sim/run_setup.hpp"
#include "lab/sim/timestamping.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace sluice::lab::sim {

class ChainSim {
public:
    /// Keeps a pointer to the setup's scenario, which must outlive this.
    ChainSim(const RunSetup& setup, std::uint64_t stream);

    /// The warm-up is over: the scenario's clock starts now.
    void start_measuring();
    /// Mines one block.
    const FoundBlock& next();

    [[nodiscard]] double now_s() const { return now_s_; }
    [[nodiscard]] difficulty::Height next_height() const { return height_; }
    /// Difficulty of the block to come, relative to the start's.
    [[nodiscard]] double next_difficulty() const { return difficulty_; }

private:
    struct Hit {
        double time_s = 0;
        std::int64_t timestamp = 0;
        std::uint32_t bits = 0;
    };

    void prepare_block();
    [[nodiscard]] double elastic_scale() const;
    [[nodiscard]] Hit mine();
    [[nodiscard]] Hit mine_with_timestamped_bits();
    [[nodiscard]] Hit hit_of(bool manipulator, double work);
    [[nodiscard]] TimestampMoment moment_at(double time_s) const;
    [[nodiscard]] std::int64_t timestamp_at(double time_s, bool manipulator) const;

    const Scenario* scenario_;
    Random random_;
    std::unique_ptr<difficulty::RuleCursor> cursor_;
    BaseHashrate base_;
    SwitchingMiners switching_;
    difficulty::RunningMedianTime median_;
    std::int64_t epoch_s_;  // Unix time of true time 0
    std::uint32_t reference_bits_;
    double spacing_s_;
    bool timestamped_bits_;         // the rule reads the timestamp of the block to be mined
    double manipulator_share_ = 0;  // none during the warm-up

    difficulty::Height height_;
    double now_s_ = 0;
    std::uint32_t bits_ = 0;
    double difficulty_ = 1;
    bool measuring_ = false;
    std::uint64_t measured_blocks_ = 0;
    FoundBlock found_;
};

}  // namespace sluice::lab::sim
