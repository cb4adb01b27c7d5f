#pragma once
/// Version bits: how miners vote on an upgrade and when it becomes active. One step of the state
/// machine for every kind of deployment (BIP9, speedy trial, BIP8, flag day), the statistics of a
/// running period, and the version that a block should carry. State is fixed for a whole period and
/// follows from the blocks before it. Pure, any thread; the per-period cache is
/// version_bits_cache.hpp.

#include "difficulty/network/chain_view.hpp"
#include "difficulty/signalling/deployment.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/pow/hash256.hpp"

#include <cstdint>
#include <span>
#include <string_view>

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
    /// The block's own timestamp in Unix seconds; height < next_height(), as below.
    [[nodiscard]] virtual std::int64_t time_at(Height height) const = 0;
    [[nodiscard]] virtual std::uint32_t version_at(Height height) const = 0;
    /// Names the block and so all blocks before it; what makes a cache safe in a reorganisation.
    [[nodiscard]] virtual protocol::Hash256 id_at(Height height) const = 0;
};

enum class DeploymentState {
    defined,
    started,
    must_signal,  ///< bip8 only: the last period before the timeout, which locks in
    locked_in,
    active,
    failed,
};

/// "defined", "started", "must_signal", "locked_in", "active" or "failed", as nodes print them.
[[nodiscard]] std::string_view to_string(DeploymentState state) noexcept;

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

/// One step of the state machine: the state of the period that follows. A flag day has no periods;
/// its state follows from next_height alone.
[[nodiscard]] DeploymentState next_state(DeploymentState current, const Deployment& deployment,
                                         const PeriodEnd& end) noexcept;

/// Whether a block of this version votes by this bit: top bits 001 and the bit set.
[[nodiscard]] constexpr bool signals(std::uint32_t version, int bit) noexcept {
    return (version & protocol::version_bits_top_mask) == protocol::version_bits_top &&
           ((version >> bit) & 1U) != 0;
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
/// voted for. MUST_SIGNAL is no choice: a block without the bit may be invalid.
[[nodiscard]] std::uint32_t block_version(std::span<const Ballot> ballots) noexcept;

}  // namespace sluice::difficulty
