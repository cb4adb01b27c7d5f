#pragma once
/// Version bits: how miners vote on an upgrade and when it becomes active. The state machine of
/// BIP9 in both published precedences, the statistics of a running period, and the version that a
/// block should carry. State is fixed for a whole period and follows from the blocks before it.
/// Pure, any thread; the per-period cache is version_bits_cache.hpp.

#include "difficulty/chain_view.hpp"
#include "protocol/hash256.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::difficulty {

/// What version bits observe of a chain. Thread-safety is the implementer's.
class SignalView {
public:
    SignalView() = default;
    SignalView(const SignalView&) = delete;
    SignalView& operator=(const SignalView&) = delete;
    virtual ~SignalView() = default;

    /// Height of the block to come; 0 for a chain without blocks.
    [[nodiscard]] virtual Height next_height() const = 0;
    /// The block's own stamp in Unix seconds; height < next_height(), as below.
    [[nodiscard]] virtual std::int64_t time_at(Height height) const = 0;
    [[nodiscard]] virtual std::uint32_t version_at(Height height) const = 0;
    /// Names the block and so all blocks before it; what makes a cache safe in a reorganisation.
    [[nodiscard]] virtual protocol::Hash256 id_at(Height height) const = 0;
};

enum class DeploymentState { defined, started, locked_in, active, failed };

/// "defined", "started", "locked_in", "active" or "failed", as nodes print them.
[[nodiscard]] std::string_view name_of(DeploymentState state) noexcept;

/// Which question comes first when a period ends. The two published rule sets differ.
enum class Precedence {
    /// BIP9 text, Bitcoin Core to 0.21.0: the timeout comes first, before start and before the
    /// count; there is no min_activation_height.
    timeout_first,
    /// Bitcoin Core from 0.21.1 ("speedy trial", BIP341): DEFINED only waits for the start, STARTED
    /// counts before it looks at the timeout, LOCKED_IN waits for min_activation_height.
    count_first,
};

inline constexpr std::int64_t always_active = -1;  ///< start_time: active from genesis
inline constexpr std::int64_t never_active = -2;   ///< start_time: failed from genesis
inline constexpr std::int64_t no_timeout = std::numeric_limits<std::int64_t>::max();

struct Deployment {
    std::string name;
    int bit = 0;                        ///< 0 to 28
    std::int64_t start_time = 0;        ///< median time past from which votes count, or -1, -2
    std::int64_t timeout = no_timeout;  ///< median time past from which it has failed
    Height min_activation_height = 0;   ///< not active below; count_first only
    std::uint64_t period = 2016;        ///< blocks
    std::uint64_t threshold = 1916;     ///< signalling blocks of a period that lock in
    Precedence precedence = Precedence::count_first;

    bool operator==(const Deployment&) const = default;
};

/// What is wrong with one deployment of a list, and what would be right.
struct DeploymentProblem {
    std::size_t index = 0;    ///< in the list
    std::string_view member;  ///< of Deployment: "name", "bit", "timeout", "period" or "threshold"
    std::string problem;
    std::string remedy;
};

/// Every number within its range, and a name and a bit for each deployment alone.
[[nodiscard]] std::vector<DeploymentProblem> check_deployments(
    std::span<const Deployment> deployments);

struct StateSince {
    DeploymentState state = DeploymentState::defined;
    Height since = 0;  ///< first block of this state; 0 for DEFINED, always and never active

    bool operator==(const StateSince&) const = default;
};

/// What the last block of a period tells about it.
struct PeriodEnd {
    Height next_height = 0;  ///< first block of the next period
    std::int64_t median_time_past = 0;
    std::uint64_t count = 0;  ///< signalling blocks; needed in STARTED only
};

/// One step of the state machine: the state of the period that follows.
[[nodiscard]] DeploymentState next_state(DeploymentState current, const Deployment& deployment,
                                         const PeriodEnd& end) noexcept;

/// Whether a block of this version votes by this bit: top bits 001 (BIP9) and the bit set.
[[nodiscard]] constexpr bool signals(std::uint32_t version, int bit) noexcept {
    return (version & 0xe000'0000U) == 0x2000'0000U && ((version >> bit) & 1U) != 0;
}

/// Signalling blocks with first <= height < end.
[[nodiscard]] std::uint64_t count_signals(const SignalView& chain, int bit, Height first,
                                          Height end);

/// The period that the next block belongs to, so far.
struct PeriodStatistics {
    std::uint64_t period = 0;
    std::uint64_t threshold = 0;
    std::uint64_t elapsed = 0;  ///< blocks of the period on the chain: 0 to period - 1
    std::uint64_t count = 0;    ///< of these, blocks that signalled
    bool possible = true;       ///< the threshold can still be reached in this period

    bool operator==(const PeriodStatistics&) const = default;
};

[[nodiscard]] PeriodStatistics period_statistics(const SignalView& chain,
                                                 const Deployment& deployment);

/// One deployment on the pool's ballot paper.
struct Ballot {
    int bit = 0;
    DeploymentState state = DeploymentState::defined;
    bool vote = true;  ///< the operator's choice
};

/// Version of a block that votes so: 0x20000000 and the bits of what is STARTED or LOCKED_IN and
/// voted for.
[[nodiscard]] std::uint32_t block_version(std::span<const Ballot> ballots) noexcept;

}  // namespace sluice::difficulty
