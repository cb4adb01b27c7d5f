#pragma once
/// FoundBlock: a share that meets the network target, with all that is needed to assemble the
/// block and to say who found it. Regular value.

#include "base/bytes.hpp"
#include "pool/jobs/job.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/pow/hash256.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sluice::pool {

struct FoundBlock {
    std::shared_ptr<const Job> job;  ///< that its coinbase commits to
    protocol::BlockHeader header;
    protocol::Hash256 id;
    std::string worker;
    Bytes extranonce1;
    Bytes extranonce2;
    double share_difficulty = 0;  ///< reached by the proof-of-work hash, in the algorithm's unit
    std::int64_t time_ms = 0;     ///< Unix time it was found
};

}  // namespace sluice::pool
