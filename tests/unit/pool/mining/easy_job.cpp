#include "tests/unit/pool/mining/easy_job.hpp"

#include "kernels/api/algorithm.hpp"
#include "kernels/registry/algorithms.hpp"
#include "pool/jobs/job_factory.hpp"
#include "pool/jobs/share_check.hpp"

#include <stdexcept>

namespace sluice::pool::test {

std::shared_ptr<const Job> make_job(const JobShape& shape) {
    auto block_template = std::make_shared<protocol::BlockTemplate>();
    block_template->version = 0x2000'0000;
    block_template->previous.bytes[0] = shape.previous;
    block_template->time = job_time;
    block_template->time_min = job_time - 600;
    block_template->bits = shape.bits;
    block_template->target = protocol::decode_compact(shape.bits).target;
    block_template->height = 100 + shape.previous;
    block_template->coinbase_value = 5'000'000'000;

    JobOptions options;
    options.algorithm = kernels::find_algorithm(shape.algorithm);
    options.payouts = {{{0x51}, 1}};
    options.tag = "/test/";
    options.version_mask = shape.version_mask;
    auto job =
        JobFactory(options, shape.id).make(std::move(block_template), shape.clean, shape.made_at);
    if (!job) {
        throw std::runtime_error(job.error());
    }
    return *job;
}

namespace {

protocol::stratum_v1::SubmittedShare find_share(const Job& job,
                                                std::span<const std::uint8_t> extranonce1,
                                                const ShareTerms& terms, const Search& search) {
    protocol::stratum_v1::SubmittedShare share;
    share.extranonce2.size = job.extranonce2_size;
    store_be32(share.extranonce2.bytes.data(), search.extranonce2);
    share.time = search.time;
    share.nonce = search.nonce_from;
    share.version_bits = search.version_bits;
    for (;; ++share.nonce) {
        const ShareFields fields{extranonce1, share.extranonce2.span(), share.time, share.nonce,
                                 share.version_bits};
        const auto outcome = check_share(job, fields, terms);
        if (outcome.verdict == ShareVerdict::accepted && meets(outcome.pow_hash, terms.target)) {
            return share;
        }
        if (outcome.verdict != ShareVerdict::accepted &&
            outcome.verdict != ShareVerdict::low_difficulty) {
            throw std::runtime_error("no nonce can make this a share");
        }
    }
}

}  // namespace

protocol::stratum_v1::SubmittedShare solve(const Job& job,
                                           std::span<const std::uint8_t> extranonce1,
                                           const protocol::Target& target, const Search& search) {
    return find_share(job, extranonce1, ShareTerms{target, 0xffff'ffff, {}}, search);
}

protocol::stratum_v1::SubmittedShare solve_at_age(const Job& job,
                                                  std::span<const std::uint8_t> extranonce1,
                                                  const Search& search, std::chrono::seconds age,
                                                  double difficulty) {
    return find_share(job, extranonce1,
                      ShareTerms{protocol::share_target({difficulty}), 0xffff'ffff, age}, search);
}

}  // namespace sluice::pool::test
