#pragma once
/// How many cycles a core does in a second of a thread's CPU time: what a benchmark on a shared
/// machine needs beside base/clock.hpp.

namespace sluice::miner {

/// Cycles per second of the core that runs the calling thread, now: timed over a chain of dependent
/// 64-bit multiplications, 3 cycles each on every x86-64 core since 2008 (the time-timestamp
/// counter counts at a fixed rate instead). Takes about 2 ms. 0 where no such instruction is known.
[[nodiscard]] double measure_core_clock() noexcept;

}  // namespace sluice::miner
