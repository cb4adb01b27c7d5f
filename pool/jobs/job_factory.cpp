#include "pool/jobs/job_factory.hpp"

#include "base/hex.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/bitcoin/merkle.hpp"
#include "protocol/bitcoin/script.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>
#include <utility>

namespace sluice::pool {
namespace {

using protocol::BlockTemplate;

/// BIP9: the top three bits of a version are 001 and belong to nobody else.
std::uint32_t deployment_bits(const BlockTemplate& block_template) {
    std::uint32_t bits = 0;
    for (const auto& [name, bit] : block_template.vb_available) {
        bits |= std::uint32_t{1} << bit;
    }
    return bits;
}

/// The template's version with each pending deployment's bit as the operator votes.
std::uint32_t voted_version(const BlockTemplate& block_template, const JobOptions& options,
                            std::vector<std::string>& warnings) {
    std::uint32_t version = block_template.version;
    for (const auto& [name, bit] : block_template.vb_available) {
        const std::uint32_t mask = std::uint32_t{1} << bit;
        const auto vote = options.votes.find(name);
        if (vote == options.votes.end() ? options.default_vote : vote->second) {
            version |= mask;
        } else if ((block_template.vb_required & mask) == 0) {
            version &= ~mask;
        } else {
            warnings.push_back("vote against " + name + " ignored: the node requires version bit " +
                               std::to_string(bit));
        }
    }
    return version;
}

/// What miners may roll of `allowed`. A version of another form than BIP9's means something else
/// in its upper bits, as Dogecoin's names its chain there, and must stay as it is.
std::uint32_t rollable_bits(const BlockTemplate& block_template, std::uint32_t allowed,
                            std::uint32_t version) {
    if ((version & protocol::version_bits_top_mask) != protocol::version_bits_top) {
        return 0;
    }
    return allowed & ~(protocol::version_bits_top_mask | deployment_bits(block_template) | version);
}

std::vector<protocol::CoinbaseOutput> split_reward(std::int64_t value,
                                                   const std::vector<Payout>& payouts) {
    const std::int64_t parts =
        std::accumulate(payouts.begin(), payouts.end(), std::int64_t{0},
                        [](std::int64_t sum, const Payout& payout) { return sum + payout.parts; });
    assert(parts > 0);
    std::vector<protocol::CoinbaseOutput> outputs;
    std::int64_t left = value;
    for (const Payout& payout : payouts) {
        // value / parts * n plus the rest's share: value * n itself could overflow.
        const std::int64_t share =
            value / parts * payout.parts + value % parts * payout.parts / parts;
        outputs.push_back({payout.script, share});
        left -= share;
    }
    outputs.front().value += left;
    return outputs;
}

/// The pool's outputs out of what the node's demands leave, then those that it demands.
std::vector<protocol::CoinbaseOutput> coinbase_outputs(const BlockTemplate& block_template,
                                                       const std::vector<Payout>& payouts) {
    const std::int64_t demanded = std::accumulate(
        block_template.payments.begin(), block_template.payments.end(), std::int64_t{0},
        [](std::int64_t sum, const protocol::CoinbaseOutput& output) {
            return sum + output.value;
        });
    auto outputs = split_reward(block_template.coinbase_value - demanded, payouts);
    outputs.insert(outputs.end(), block_template.payments.begin(), block_template.payments.end());
    return outputs;
}

std::vector<protocol::Hash256> branch_of(const BlockTemplate& block_template) {
    std::vector<protocol::Hash256> txids;
    txids.reserve(block_template.transactions.size());
    for (const protocol::TemplateTransaction& transaction : block_template.transactions) {
        txids.push_back(transaction.txid);
    }
    return protocol::merkle_branch(txids);
}

/// Whether a payout could be spent by anybody: a witness output on a chain without segwit.
std::optional<std::string> unsafe_payout(const BlockTemplate& block_template,
                                         const JobOptions& options,
                                         std::vector<std::string>& warnings) {
    if (!options.coins_can_be_spent || has_rule(block_template, "segwit") ||
        std::ranges::none_of(options.payouts, [](const Payout& payout) {
            return protocol::is_witness_output(payout.script);
        })) {
        return std::nullopt;
    }
    if (!block_template.witness_commitment) {
        return "the reward would go to a witness output (a bech32 address), but the node's chain "
               "lacks segwit, so that anybody could spend it; give pool.address another form";
    }
    warnings.push_back(
        "segwit is not active on the node's chain: until it is, anybody can spend what goes to the "
        "witness output (bech32) of pool.address");
    return std::nullopt;
}

/// See Job: the last byte is for the reissue.
Bytes work_id(std::uint32_t job_id) {
    Bytes bytes(work_id_size);
    store_be32(bytes.data(), job_id);
    return bytes;
}

}  // namespace

JobFactory::JobFactory(JobOptions options, std::uint32_t first_id)
    : options_(std::move(options)), next_id_(first_id) {
    assert(options_.algorithm != nullptr);
    assert(!options_.payouts.empty());
}

Result<std::shared_ptr<const Job>> JobFactory::make(
    std::shared_ptr<const BlockTemplate> block_template, bool clean,
    std::chrono::steady_clock::time_point made_at) {
    std::vector<std::string> warnings;
    if (auto unsafe = unsafe_payout(*block_template, options_, warnings)) {
        return Unexpected{*std::move(unsafe)};
    }
    const auto coinbase = protocol::build_coinbase({
        .height = block_template->height,
        .aux = block_template->coinbase_aux,
        .tag = options_.tag,
        .work_id = work_id(next_id_),
        .extranonce_size = options_.extranonce1_size + options_.extranonce2_size,
        .outputs = coinbase_outputs(*block_template, options_.payouts),
        .witness_commitment = block_template->witness_commitment,
        .payload = block_template->coinbase_payload,
    });
    if (!coinbase) {
        return Unexpected{coinbase.error()};
    }
    auto job = std::make_shared<Job>();
    job->id = next_id_++;
    job->id_text = to_hex_be32(job->id);
    job->algorithm = options_.algorithm;
    job->coinb1 = coinbase->coinb1;
    job->coinb2 = coinbase->coinb2;
    job->extranonce1_size = options_.extranonce1_size;
    job->extranonce2_size = options_.extranonce2_size;
    job->branch = branch_of(*block_template);
    job->version = voted_version(*block_template, options_, warnings);
    job->version_mask = rollable_bits(*block_template, options_.version_mask, job->version);
    job->warnings = std::move(warnings);
    job->network_target = block_template->target;
    job->clean = clean;
    job->made_at = made_at;
    job->block_template = std::move(block_template);
    job->notify_clean = notify_line(*job, 0, true);
    job->notify_keep = notify_line(*job, 0, false);
    return std::shared_ptr<const Job>(std::move(job));
}

}  // namespace sluice::pool
