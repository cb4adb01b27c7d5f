#pragma once
/// ChannelDifficulty: the share difficulty of one channel. Where it starts (password, then what a
/// returning worker left with, then the miner's suggestion, then the pool's default), the bounds it
/// keeps, and vardiff. Not thread-safe.

#include "difficulty/shares/vardiff.hpp"
#include "pool/base/clock_reading.hpp"
#include "pool/base/server_options.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace sluice::pool {

/// What the difficulty of a job depends on besides the miner.
struct NetworkTerms {
    double difficulty = 0;        ///< of a block, as share difficulty
    std::uint64_t hash_unit = 1;  ///< 2^32 / hash_unit hashes make a share of difficulty 1

    bool operator==(const NetworkTerms&) const = default;
};

/// What a miner asked for as it logged in.
struct DifficultyWishes {
    std::optional<double> start;    ///< where to start
    std::optional<double> minimum;  ///< never to go below

    bool operator==(const DifficultyWishes&) const = default;
};

class ChannelDifficulty {
public:
    /// `wishes_max`: how often the miner may change what it wishes for.
    ChannelDifficulty(const ShareDifficultyOptions& options, int wishes_max);

    /// Never below this: NiceHash, mining.configure's minimum-difficulty, md= of the password. Such
    /// a floor is itself bounded by the pool's maximum.
    void raise_floor(double floor) noexcept;

    /// A miner's wish. It counts until something better is known: a password, a returning worker's
    /// difficulty, or the first accepted share. So repeating it every half minute changes nothing.
    void suggest(double difficulty) noexcept;
    /// The password's wish beats all others, and may be changed later; repeated it means nothing.
    void demand(double difficulty) noexcept;
    /// What the worker left with, unless the password said more.
    void recall(double difficulty) noexcept;

    /// Begins to watch the miner. Before, wishes only collect.
    void start(ClockReading at) noexcept;
    void on_share(double credited, ClockReading at) noexcept;
    void on_idle(ClockReading at) noexcept;

    /// The difficulty in force.
    [[nodiscard]] double current() const noexcept;
    /// What to issue with a job: never more than its block needs, whatever start, wish or floor
    /// say, or the miner would keep blocks to itself. A network below followed_network_min (or the
    /// pool's minimum, where that is lower) is not followed. A share takes a whole number of hashes
    /// on average, so that its credit is exact.
    [[nodiscard]] double for_job(const NetworkTerms& network) const noexcept;
    /// Below which the session should not be given work: the pool's minimum, or what raise_floor()
    /// made of it.
    [[nodiscard]] double floor() const noexcept { return vardiff_options_.min.value; }
    /// What accepted shares have shown to be right for the miner, whatever it wished for; 0 before
    /// the first.
    [[nodiscard]] double earned() const noexcept { return earned_; }

private:
    enum class Origin { pool, suggestion, recalled, password };

    void learn(double credited, ClockReading at) noexcept;
    /// Whether the miner may change a wish once more.
    [[nodiscard]] bool use_wish() noexcept;
    [[nodiscard]] double bounded(double difficulty) const noexcept;
    void wish(Origin origin, double difficulty) noexcept;

    difficulty::VardiffOptions vardiff_options_;
    double start_;
    double followed_min_;  ///< for_job() follows the network down to here
    Origin origin_ = Origin::pool;
    bool vardiff_on_;
    int wishes_left_;
    std::uint64_t shares_ = 0;  ///< accepted
    // Work and the time it took, both forgotten with time. Unlike vardiff's exposure they do not
    // depend on the difficulty in force, which the miner can wish for.
    double work_ = 0;  ///< sum of credited difficulties
    double time_s_ = 0;
    std::chrono::steady_clock::time_point worked_until_;
    double earned_ = 0;
    std::optional<difficulty::Vardiff> vardiff_;
};

}  // namespace sluice::pool
