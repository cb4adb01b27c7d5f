#pragma once
/// The two clocks that a benchmark on a shared machine needs: the CPU time of this thread, which
/// stands still while others run, and how many cycles a core does in a second of it.

namespace sluice::miner {

/// Seconds of CPU time that the calling thread has used.
[[nodiscard]] double thread_cpu_seconds() noexcept;

/// Cycles per second of the core that runs the calling thread, now: timed over a chain of dependent
/// 64-bit multiplications, 3 cycles each on every x86-64 core since 2008 (the time-timestamp
/// counter counts at a fixed rate instead). Takes about 2 ms. 0 where no such instruction is known.
[[nodiscard]] double measure_core_clock() noexcept;

}  // namespace sluice::miner
