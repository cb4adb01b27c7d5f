#pragma once
/// The header that a miner hashes, from a job and the extranonces: what a pool builds again from a
/// submit. Pure, any thread.

#include "protocol/bitcoin/block_header.hpp"
#include "protocol/stratum_v1/submit.hpp"
#include "protocol/stratum_v1/work.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::protocol::stratum_v1 {

/// The low `size` bytes of the value, big-endian; size 0 to 8, as the pool said.
[[nodiscard]] Extranonce2 extranonce2_of(std::uint64_t value, std::size_t size);

/// With nonce 0 and the job's version.
[[nodiscard]] BlockHeader header_of(const Notify& job, ByteSpan extranonce1,
                                    const Extranonce2& extranonce2, std::uint32_t time);

}  // namespace sluice::protocol::stratum_v1
