#include "pool/jobs/job.hpp"

#include "protocol/block_assembly.hpp"
#include "protocol/coinbase.hpp"
#include "protocol/stratum/work.hpp"

namespace sluice::pool {

const std::string& notify_line(const Job& job, bool clean) noexcept {
    return clean ? job.notify_clean : job.notify_keep;
}

std::string notify_line(const Job& job, std::string_view id_text, bool clean) {
    const protocol::stratum::Notify notify{
        .job_id = std::string(id_text),
        .previous = job.block_template->previous,
        .coinb1 = job.coinb1,
        .coinb2 = job.coinb2,
        .branch = job.branch,
        .version = job.version,
        .bits = job.block_template->bits,
        .time = job.block_template->time,
        .clean = clean,
    };
    return encode_notification(notify);
}

protocol::Bytes assemble_block(const Job& job, const protocol::BlockHeader& header,
                               protocol::ByteSpan extranonce1, protocol::ByteSpan extranonce2) {
    return protocol::assemble_block(
        header, protocol::join_coinbase(job.coinb1, extranonce1, extranonce2, job.coinb2),
        *job.block_template);
}

}  // namespace sluice::pool
