#include "protocol/stratum_v1/mined_header.hpp"

#include "protocol/bitcoin/merkle.hpp"

#include <array>
#include <cassert>

namespace sluice::protocol::stratum_v1 {

Extranonce2 extranonce2_of(std::uint64_t value, std::size_t size) {
    Extranonce2 extranonce2;
    assert(size <= extranonce2.bytes.size());
    extranonce2.size = size;
    for (std::size_t i = size; i-- > 0; value >>= 8) {
        extranonce2.bytes[i] = static_cast<std::uint8_t>(value);
    }
    return extranonce2;
}

BlockHeader header_of(const Notify& job, ByteSpan extranonce1, const Extranonce2& extranonce2,
                      std::uint32_t time) {
    const std::array<ByteSpan, 4> coinbase{job.coinb1, extranonce1, extranonce2.span(), job.coinb2};
    return {
        .version = job.version,
        .previous = job.previous,
        .merkle_root = fold_branch(sha256d_of_parts(coinbase), job.branch),
        .time = time,
        .bits = job.bits,
        .nonce = 0,
    };
}

}  // namespace sluice::protocol::stratum_v1
