#pragma once
/// FoundBlock: what a simulation says of each block of its chain. Regular value, any thread.

#include "difficulty/network/chain_view.hpp"

#include <cstdint>

namespace sluice::lab::sim {

struct FoundBlock {
    difficulty::Height height = 0;
    double time_s = 0;             ///< true time since the simulation's start
    double interval_s = 0;         ///< true time since the block before
    std::int64_t timestamp_s = 0;  ///< Unix seconds, as written into the block
    std::uint32_t bits = 0;
    double difficulty = 0;          ///< relative to the start's
    double hashrate = 0;            ///< all of it, when work on this block began; 1: the start's
    double switching_hashrate = 0;  ///< that part of it which comes and goes
    std::uint32_t refused = 0;  ///< blocks found on the way that nodes refused for their timestamps
    std::uint32_t finder = 0;   ///< miner, in a simulation with forks
};

}  // namespace sluice::lab::sim
