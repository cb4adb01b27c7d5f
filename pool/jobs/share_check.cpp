#include "pool/jobs/share_check.hpp"

#include "protocol/bitcoin/merkle.hpp"

#include <array>
#include <cassert>

namespace sluice::pool {
namespace {

using protocol::Hash256;

/// 64-bit sums: a hostile ntime near 2^32 must not wrap.
bool time_in_range(const protocol::BlockTemplate& block_template, std::uint64_t time,
                   std::chrono::seconds job_age) {
    const auto elapsed_s = static_cast<std::uint64_t>(job_age.count());
    return time == block_template.time ||
           (time >= block_template.time_min &&
            time <= block_template.time + elapsed_s + time_ahead_max_s);
}

/// Of the coinbase with that reissue in it; see Job.
Hash256 merkle_root_of(const Job& job, std::uint8_t reissue, const ShareFields& share) {
    const ByteSpan coinb1{job.coinb1};
    const std::size_t before = coinb1.size() - 1;
    const ByteSpan last = reissue == 0 ? coinb1.subspan(before) : ByteSpan{&reissue, 1};
    const std::array<ByteSpan, 5> coinbase{coinb1.first(before), last, share.extranonce1,
                                           share.extranonce2, job.coinb2};
    return protocol::fold_branch(protocol::sha256d_of_parts(coinbase), job.branch);
}

}  // namespace

ShareOutcome build_share(const Job& job, const ShareFields& share,
                         const ShareTerms& terms) noexcept {
    assert(share.extranonce1.size() == job.extranonce1_size);
    assert(!job.coinb1.empty());
    ShareOutcome outcome;
    if (share.extranonce2.size() != job.extranonce2_size) {
        outcome.verdict = ShareVerdict::wrong_extranonce2_size;
        return outcome;
    }
    const std::uint32_t mask = terms.version_mask & job.version_mask;
    const std::uint32_t version_bits = share.version_bits.value_or(0);
    const bool bits_allowed = (version_bits & ~mask) == 0;
    if (!bits_allowed) {
        outcome.verdict = ShareVerdict::version_bits_outside_mask;
    } else if (!time_in_range(*job.block_template, share.time, terms.job_age)) {
        outcome.verdict = ShareVerdict::time_out_of_range;
    }
    outcome.has_header = true;
    outcome.header = {
        // BIP310; a miner that rolls other bits has most likely set them beside the job's.
        .version = bits_allowed ? (job.version & ~mask) | version_bits : job.version | version_bits,
        .previous = job.block_template->previous,
        .merkle_root = merkle_root_of(job, terms.reissue, share),
        .time = share.time,
        .bits = job.block_template->bits,
        .nonce = share.nonce,
    };
    return outcome;
}

void judge_share(const Job& job, const protocol::Target& target, const protocol::Hash256& pow_hash,
                 ShareOutcome& outcome) noexcept {
    outcome.pow_hash = pow_hash;
    outcome.is_block = meets(pow_hash, job.network_target);
    outcome.has_work = outcome.is_block || meets(pow_hash, target);
    if (outcome.is_block) {
        outcome.id = protocol::sha256d(serialize(outcome.header));
    }
    if (!outcome.has_work && outcome.verdict == ShareVerdict::accepted) {
        outcome.verdict = ShareVerdict::low_difficulty;
    }
}

ShareOutcome check_share(const Job& job, const ShareFields& share,
                         const ShareTerms& terms) noexcept {
    ShareOutcome outcome = build_share(job, share, terms);
    if (outcome.has_header) {
        Hash256 pow_hash;
        job.algorithm->hash(serialize(outcome.header), pow_hash.bytes);
        judge_share(job, terms.target, pow_hash, outcome);
    }
    return outcome;
}

}  // namespace sluice::pool
