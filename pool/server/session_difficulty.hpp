#pragma once
/// SessionDifficulty: the share difficulty of one session. Where it starts (password, then what a
/// returning worker left with, then the miner's suggestion, then the pool's default), the bounds it
/// keeps, and vardiff. Not thread-safe.

#include "difficulty/vardiff.hpp"
#include "pool/server/moment.hpp"
#include "pool/server/server_options.hpp"
#include "protocol/target.hpp"

#include <optional>

namespace sluice::pool {

class SessionDifficulty {
public:
    explicit SessionDifficulty(const ShareDifficultyOptions& options);

    /// Never below this: NiceHash, mining.configure's minimum-difficulty, md= of the password. Such
    /// a floor is itself bounded by the pool's maximum.
    void raise_floor(double floor) noexcept;

    /// A miner's wish. It counts until something better is known: a password, a returning worker's
    /// difficulty, or the first accepted share. So repeating it every half minute changes nothing.
    void suggest(double difficulty) noexcept;
    /// The password's wish beats all others, and may be renewed at any time.
    void demand(double difficulty) noexcept;
    /// What the worker left with, unless the password said more.
    void recall(double difficulty) noexcept;

    /// Begins to watch the miner. Before, wishes only collect.
    void start(Moment at) noexcept;
    void on_share(double credited, Moment at) noexcept;
    void on_idle(Moment at) noexcept;

    /// The difficulty in force.
    [[nodiscard]] double current() const noexcept;
    /// What to issue with a job whose block needs `network`: never more than that, or the miner
    /// would keep blocks to itself; but never below the floor.
    [[nodiscard]] double for_job(double network) const noexcept;
    /// Whether an accepted share has told anything about the miner.
    [[nodiscard]] bool has_shares() const noexcept { return has_shares_; }

private:
    enum class Origin { pool, suggestion, recalled, password };

    [[nodiscard]] double bounded(double difficulty) const noexcept;
    void wish(Origin origin, double difficulty) noexcept;

    difficulty::VardiffOptions vardiff_options_;
    double start_;
    Origin origin_ = Origin::pool;
    bool vardiff_on_;
    bool has_shares_ = false;
    std::optional<difficulty::Vardiff> vardiff_;
};

}  // namespace sluice::pool
