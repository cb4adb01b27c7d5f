#pragma once
/// The header that a miner hashes, from a job and the extranonces: what a pool builds again from a
/// submit. Pure, any thread.

#include "protocol/block_header.hpp"
#include "protocol/stratum/submit.hpp"
#include "protocol/stratum/work.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::protocol::stratum {

/// The low `size` bytes of the value, big-endian; size 0 to 8, as the pool said.
[[nodiscard]] Extranonce2 extranonce2_of(std::uint64_t value, std::size_t size);

/// With nonce 0 and the job's version.
[[nodiscard]] BlockHeader header_of(const Notify& job, ByteSpan extranonce1,
                                    const Extranonce2& extranonce2, std::uint32_t time);

}  // namespace sluice::protocol::stratum
