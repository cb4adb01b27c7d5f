#include "miner/mining_job.hpp"

#include "protocol/hash256.hpp"
#include "protocol/merkle.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace sluice::miner {

bool same_headers(const MiningJob& a, const MiningJob& b) {
    return a.notify.previous == b.notify.previous && a.notify.coinb1 == b.notify.coinb1 &&
           a.notify.coinb2 == b.notify.coinb2 && a.notify.branch == b.notify.branch &&
           a.notify.version == b.notify.version && a.notify.bits == b.notify.bits &&
           a.notify.time == b.notify.time && a.extranonce1 == b.extranonce1 &&
           a.extranonce2_size == b.extranonce2_size;
}

protocol::Target search_target(const MiningJob& job, std::uint64_t share_difficulty_unit) {
    const protocol::CompactTarget network = protocol::decode_compact(job.notify.bits);
    if (!network.valid()) {
        return job.target;
    }
    const protocol::Target easiest =
        protocol::share_target(block_search_difficulty, share_difficulty_unit);
    return std::max(job.target, std::min(network.target, easiest));
}

protocol::stratum::Extranonce2 extranonce2_bytes(std::uint64_t value, std::size_t size) {
    protocol::stratum::Extranonce2 extranonce2;
    assert(size <= extranonce2.bytes.size());
    extranonce2.size = size;
    for (std::size_t i = size; i-- > 0; value >>= 8) {
        extranonce2.bytes[i] = static_cast<std::uint8_t>(value);
    }
    return extranonce2;
}

protocol::BlockHeader header_of(const MiningJob& job,
                                const protocol::stratum::Extranonce2& extranonce2,
                                std::uint32_t time) {
    const std::array<protocol::ByteSpan, 4> coinbase{job.notify.coinb1, job.extranonce1,
                                                     extranonce2.span(), job.notify.coinb2};
    return {.version = job.notify.version,
            .previous = job.notify.previous,
            .merkle_root = fold_branch(protocol::sha256d_of_parts(coinbase), job.notify.branch),
            .time = time,
            .bits = job.notify.bits,
            .nonce = 0};
}

}  // namespace sluice::miner
