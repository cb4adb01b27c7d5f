#include "pool/jobs/job.hpp"

#include "base/hex.hpp"
#include "protocol/bitcoin/block_assembly.hpp"
#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/stratum_v1/work.hpp"

namespace sluice::pool {
namespace {

Bytes coinb1_of(const Job& job, std::uint8_t reissue) {
    Bytes coinb1 = job.coinb1;
    if (reissue != 0) {
        coinb1.back() = reissue;
    }
    return coinb1;
}

}  // namespace

const std::string& notify_line(const Job& job, bool clean) noexcept {
    return clean ? job.notify_clean : job.notify_keep;
}

std::string id_text(const Job& job, std::uint8_t reissue) {
    return reissue == 0 ? job.id_text : job.id_text + to_hex({&reissue, 1});
}

Job reissued(const Job& job, std::uint8_t reissue) {
    Job again = job;
    again.id_text = id_text(job, reissue);
    again.coinb1 = coinb1_of(job, reissue);
    again.notify_clean.clear();
    again.notify_keep.clear();
    return again;
}

std::string notify_line(const Job& job, std::uint8_t reissue, bool clean) {
    const protocol::stratum_v1::Notify notify{
        .job_id = id_text(job, reissue),
        .previous = job.block_template->previous,
        .coinb1 = coinb1_of(job, reissue),
        .coinb2 = job.coinb2,
        .branch = job.branch,
        .version = job.version,
        .bits = job.block_template->bits,
        .time = job.block_template->time,
        .clean = clean,
    };
    return encode_notification(notify);
}

Bytes assemble_block(const Job& job, const protocol::BlockHeader& header, ByteSpan extranonce1,
                     ByteSpan extranonce2) {
    return protocol::assemble_block(
        header, protocol::join_coinbase(job.coinb1, extranonce1, extranonce2, job.coinb2),
        *job.block_template);
}

}  // namespace sluice::pool
