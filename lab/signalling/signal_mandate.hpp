#pragma once
/// Rules that make a block without a vote invalid: MUST_SIGNAL of BIP8, and the two that drove
/// segwit in 2017, BIP91 (once "segsignal" is active) and BIP148 (between two dates). The last two
/// apply until the deployment that they drive is locked in. SignalMandate is not thread-safe, the
/// rest is pure.

#include "difficulty/signalling/version_bits_cache.hpp"

#include <cstdint>
#include <optional>

namespace sluice::lab {

/// BIP8: whether the next block may have this version while the deployment is MUST_SIGNAL. A period
/// has room for period - threshold blocks without the vote.
[[nodiscard]] bool allowed_in_must_signal(const difficulty::SignalView& chain,
                                          const difficulty::Deployment& deployment,
                                          std::uint32_t version);

/// BIP148's days, by the block's own median time past, both included.
struct MandateWindow {
    std::int64_t from = 1'501'545'600;   ///< 1 August 2017
    std::int64_t until = 1'510'704'000;  ///< 15 November 2017

    bool operator==(const MandateWindow&) const = default;
};

class SignalMandate {
public:
    /// BIP91: blocks vote for `driven` once `trigger` is ACTIVE.
    SignalMandate(difficulty::Deployment driven, difficulty::Deployment trigger)
        : driven_(std::move(driven)), trigger_(difficulty::VersionBitsCache(std::move(trigger))) {}
    /// BIP148: blocks vote for `driven` between two dates.
    SignalMandate(difficulty::Deployment driven, MandateWindow window)
        : driven_(std::move(driven)), window_(window) {}

    [[nodiscard]] const difficulty::Deployment& driven() const noexcept {
        return driven_.deployment();
    }

    /// Whether the block at chain.next_height(), timestamped `time`, is invalid without the vote.
    [[nodiscard]] bool demands_vote(const difficulty::SignalView& chain, std::int64_t time);
    /// Whether that block is valid as far as this rule goes.
    [[nodiscard]] bool allows(const difficulty::SignalView& chain, std::int64_t time,
                              std::uint32_t version);

private:
    difficulty::VersionBitsCache driven_;
    std::optional<difficulty::VersionBitsCache> trigger_;
    MandateWindow window_;
};

}  // namespace sluice::lab
