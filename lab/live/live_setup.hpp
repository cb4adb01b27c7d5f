#pragma once
/// What `sluice-lab live` is to do, checked, and what it has then seen: the measured half of the
/// overlay. Regular values, any thread.

#include "lab/live/hashrate_script.hpp"
#include "lab/study/setup.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::lab {

/// Expected hashes for difficulty 1, whose target is 0xffff * 2^208.
inline constexpr double live_hashes_per_difficulty = 0x1p48 / 0xffff;

struct LiveSetup {
    const difficulty::DifficultyRule* rule = nullptr;
    difficulty::RuleParams params = {};  ///< as the embedded chain has them
    HashrateScript script = {};
    double seconds = 0;  ///< since the chain's start
    unsigned threads = 1;
    std::uint16_t http_port = 0;  ///< 0: any free one
};

/// The rule for a chain with this spacing, with short memories unless the user set others: a run
/// lasts a minute. Throws CommandError if the embedded chain cannot run it, or not so.
[[nodiscard]] std::pair<const difficulty::DifficultyRule*, difficulty::RuleParams>
resolve_live_rule(const RuleOptions& options, std::int64_t spacing_s);

/// The script and the duration that fit each other; throws CommandError.
[[nodiscard]] std::pair<HashrateScript, double> resolve_script(const std::string& steps,
                                                               std::optional<double> seconds);

/// A block of the live chain. Times count from the genesis block's timestamp.
struct LiveBlock {
    std::uint64_t height = 0;
    double time_s = 0;      ///< when it was found
    double difficulty = 0;  ///< that it had to reach

    bool operator==(const LiveBlock&) const = default;
};

/// The work done by then, as the pool has credited it for shares.
struct WorkSample {
    double time_s = 0;
    double hashes = 0;
};

struct LiveRecord {
    std::int64_t genesis_time_s = 0;  ///< Unix seconds
    double start_difficulty = 0;
    double full_hashrate_hps = 0;        ///< measured before the chain began
    std::vector<LiveBlock> blocks = {};  ///< by height
    double next_difficulty = 0;          ///< of the block that was being mined at the end
    std::vector<WorkSample> work = {};   ///< in order of time
};

}  // namespace sluice::lab
