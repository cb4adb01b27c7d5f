#include "miner/work/mining_job.hpp"

#include <algorithm>

namespace sluice::miner {

bool same_headers(const MiningJob& a, const MiningJob& b) {
    return a.notify.previous == b.notify.previous && a.notify.coinb1 == b.notify.coinb1 &&
           a.notify.coinb2 == b.notify.coinb2 && a.notify.branch == b.notify.branch &&
           a.notify.version == b.notify.version && a.notify.bits == b.notify.bits &&
           a.notify.time == b.notify.time && a.extranonce1 == b.extranonce1 &&
           a.extranonce2_size == b.extranonce2_size;
}

protocol::Target search_target(const MiningJob& job, const kernels::Algorithm& algorithm) {
    const protocol::CompactTarget network = protocol::decode_compact(job.notify.bits);
    if (!network.valid()) {
        return job.target;
    }
    const protocol::Target easiest =
        protocol::share_target({block_search_hashes(algorithm) / 0x1p32});
    return std::max(job.target, std::min(network.target, easiest));
}

}  // namespace sluice::miner
