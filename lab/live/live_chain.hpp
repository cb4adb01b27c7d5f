#pragma once
/// The measured half of `sluice-lab live`: a real chain, real miner threads, and a hashrate that
/// follows the script. Not thread-safe; call on the main thread.

#include "lab/live/live_pool.hpp"
#include "lab/live/live_setup.hpp"

namespace sluice::lab {

/// Finds sluice-pool and sluice-miner; throws CommandError.
[[nodiscard]] LivePrograms find_live_programs();

/// Runs it for setup.seconds; nothing is left running, however this ends. Throws CommandError.
[[nodiscard]] LiveRecord run_live_chain(const LivePrograms& programs, const LiveSetup& setup);

}  // namespace sluice::lab
