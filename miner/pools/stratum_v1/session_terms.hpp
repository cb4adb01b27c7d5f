#pragma once
/// The terms of a Stratum session that turn a mining.notify into a job: extranonce, version mask
/// and share difficulty, each valid from the job that follows its message. Pure; not thread-safe.

#include "base/clock.hpp"
#include "miner/work/mining_job.hpp"

#include <optional>

namespace sluice::miner {

class SessionTerms {
public:
    /// How long a new difficulty waits for the job that should follow it. Some pools send none and
    /// apply the difficulty at once.
    static constexpr std::chrono::seconds difficulty_patience{20};

    /// `share_difficulty_unit` is the algorithm's (kernels::Algorithm).
    explicit SessionTerms(std::uint64_t share_difficulty_unit) : unit_(share_difficulty_unit) {}

    /// A new connection: version rolling is negotiated anew.
    void connection_opened();
    /// The pool does not go on with an earlier session: difficulty 1 until it says otherwise.
    void session_opened();

    void set_extranonce(Bytes extranonce1, std::size_t extranonce2_size);
    /// A mask without bits is none.
    void set_version_mask(std::uint32_t mask);
    void set_difficulty(protocol::Difficulty difficulty, TimePoint now);

    /// Whether the next job will have another difficulty.
    [[nodiscard]] bool difficulty_pending() const;
    [[nodiscard]] bool difficulty_overdue(TimePoint now) const;

    /// The job of this notify under the present terms; adopts a pending difficulty.
    [[nodiscard]] MiningJob make_job(protocol::stratum_v1::Notify notify);

    /// The same job under the pending difficulty, which is adopted.
    [[nodiscard]] MiningJob retarget(MiningJob job);

private:
    struct PendingDifficulty {
        protocol::Difficulty difficulty;
        TimePoint since;
    };

    void adopt_difficulty(MiningJob& job);

    std::uint64_t unit_;
    Bytes extranonce1_;
    std::size_t extranonce2_size_ = 0;
    std::optional<std::uint32_t> version_mask_;
    protocol::Difficulty difficulty_{1};
    std::optional<PendingDifficulty> pending_;
};

}  // namespace sluice::miner
