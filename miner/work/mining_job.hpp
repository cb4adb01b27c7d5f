#pragma once
/// A job of the pool with everything that the session adds to it: enough to build every header of
/// its nonce space and to submit a share. Regular value, shared immutable between threads.

#include "base/bytes.hpp"
#include "kernels/api/algorithm.hpp"
#include "protocol/pow/target.hpp"
#include "protocol/stratum_v1/submit.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace sluice::miner {

/// A subscription at one pool of the list. One that the pool resumed keeps its number. A share can
/// be submitted only under the subscription that its job came from.
struct SubscriptionId {
    std::size_t pool = 0;
    std::uint64_t number = 0;

    bool operator==(const SubscriptionId&) const = default;
};

struct MiningJob {
    SubscriptionId subscription;
    std::uint64_t number = 0;  ///< counts the jobs of this pool in the order of their arrival
    protocol::stratum_v1::Notify notify;
    Bytes extranonce1;
    std::size_t extranonce2_size = 0;           ///< bytes
    std::optional<std::uint32_t> version_mask;  ///< what the pool granted (BIP 310)
    protocol::Difficulty difficulty{1};
    protocol::Target target;

    bool operator==(const MiningJob&) const = default;
};

using SharedJob = std::shared_ptr<const MiningJob>;

/// A hit of a device that met its job's share target or the network's, ready to be submitted.
struct FoundShare {
    SharedJob job;
    protocol::stratum_v1::SubmittedShare share;
    protocol::Difficulty difficulty;  ///< of the share's own hash
    bool is_block = false;            ///< it meets the network's target
    bool is_share = true;             ///< it meets the share's target
    std::size_t device = 0;           ///< that found it, as Statistics counts them

    bool operator==(const FoundShare&) const = default;
};

}  // namespace sluice::miner
