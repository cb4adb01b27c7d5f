#include "miner/work/bitcoin80_jobs.hpp"

#include "protocol/stratum_v1/mined_header.hpp"

#include <algorithm>
#include <utility>

namespace sluice::miner {
namespace {

bool same_headers(const MiningJob& a, const MiningJob& b) {
    return a.notify.previous == b.notify.previous && a.notify.coinb1 == b.notify.coinb1 &&
           a.notify.coinb2 == b.notify.coinb2 && a.notify.branch == b.notify.branch &&
           a.notify.version == b.notify.version && a.notify.bits == b.notify.bits &&
           a.notify.time == b.notify.time && a.extranonce1 == b.extranonce1 &&
           a.extranonce2_size == b.extranonce2_size;
}

NonceSpaceShape nonce_space(const MiningJob& job, std::uint32_t time_rolls_max) {
    return {.extranonce2_size = job.extranonce2_size,
            .version_mask = job.version_mask.value_or(0),
            .time_rolls_max = time_rolls_max};
}

std::uint32_t time_of(const MiningJob& job, const Column& column) {
    return job.notify.time + column.time_roll;
}

kernels::Work make_work(const kernels::Algorithm& algorithm, const MiningJob& job,
                        const Column& column) {
    const protocol::HeaderBytes header = serialize(protocol::stratum_v1::header_of(
        job.notify, job.extranonce1,
        protocol::stratum_v1::extranonce2_of(column.extranonce2, job.extranonce2_size),
        time_of(job, column)));
    kernels::Work work;
    std::copy_n(header.begin(), header.size(), work.header.begin());
    const std::uint32_t mask = job.version_mask.value_or(0);
    for (std::uint32_t i = 0; i < column.version_count; ++i) {
        work.versions[i] = (job.notify.version & ~mask) | column.version_bits[i];  // BIP 310
    }
    work.version_count = column.version_count;
    work.target = protocol::to_hash256(search_target(job, algorithm).value).bytes;
    return work;
}

FoundShare make_share(const kernels::Algorithm& algorithm, SharedJob job, const Column& column,
                      const kernels::Hit& hit) {
    FoundShare found;
    found.share.extranonce2 =
        protocol::stratum_v1::extranonce2_of(column.extranonce2, job->extranonce2_size);
    found.share.time = time_of(*job, column);
    found.share.nonce = static_cast<std::uint32_t>(hit.nonce);
    if (column.version_count != 0) {
        found.share.version_bits = hit.version & job->version_mask.value_or(0);
    }
    const protocol::Target hash{to_uint256(protocol::Hash256{hit.hash})};
    found.difficulty = {difficulty_of(hash).value *
                        static_cast<double>(algorithm.share_difficulty_unit)};
    const protocol::CompactTarget network = protocol::decode_compact(job->notify.bits);
    found.is_block = network.valid() && !(network.target < hash);
    found.is_share = !(job->target < hash);
    found.job = std::move(job);
    return found;
}

}  // namespace

protocol::Target search_target(const MiningJob& job, const kernels::Algorithm& algorithm) {
    const protocol::CompactTarget network = protocol::decode_compact(job.notify.bits);
    if (!network.valid()) {
        return job.target;
    }
    const protocol::Target easiest =
        protocol::share_target({block_search_hashes(algorithm) / 0x1p32});
    return std::max(job.target, std::min(network.target, easiest));
}

constinit const JobFamily bitcoin80_jobs{.headers = &kernels::bitcoin80,
                                         .same_headers = same_headers,
                                         .nonce_space = nonce_space,
                                         .make_work = make_work,
                                         .make_share = make_share};

}  // namespace sluice::miner
