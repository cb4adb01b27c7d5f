#pragma once
/// Epochs: algorithms such as Ethash hash the headers of some thousand blocks over the same data,
/// which takes seconds to make. It is an object that its users share. Thread-safe.

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace sluice::kernels {

/// What the headers of an epoch are hashed over; constant once made. The algorithm knows its type.
class EpochState {
public:
    EpochState() = default;
    EpochState(const EpochState&) = delete;
    EpochState& operator=(const EpochState&) = delete;
    virtual ~EpochState() = default;
};

/// Work keeps the state that it is hashed over, so that a scan in flight outlives its epoch.
using SharedEpochState = std::shared_ptr<const EpochState>;

struct EpochRules {
    /// Of a header of the family's size.
    std::uint64_t (*epoch_of)(std::span<const std::uint8_t> header) noexcept;
    /// May take seconds and much memory; throws std::bad_alloc.
    SharedEpochState (*prepare)(std::uint64_t epoch);
    /// As Algorithm::hash, over the state of the header's epoch.
    void (*hash)(std::span<const std::uint8_t> header, const EpochState& state,
                 std::array<std::uint8_t, 32>& out) noexcept;
};

}  // namespace sluice::kernels
