#pragma once
/// JobFactory turns block templates into jobs: coinbase, merkle branch, version with the operator's
/// votes, version mask, job id and the serialised mining.notify. One per pool, on one thread.

#include "base/result.hpp"
#include "pool/jobs/job.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {

/// A receiver of the block reward, in proportion to `parts`.
struct Payout {
    Bytes script;
    std::uint32_t parts = 1;

    bool operator==(const Payout&) const = default;
};

struct JobOptions {
    const kernels::Algorithm* algorithm = nullptr;
    /// At least one, and parts in one of them; what integer division leaves goes to the first.
    std::vector<Payout> payouts;
    std::string tag;  ///< at most protocol::coinbase_tag_size_max bytes
    std::size_t extranonce1_size = 4;
    std::size_t extranonce2_size = 4;
    std::uint32_t version_mask = protocol::bip320_mask;
    std::map<std::string, bool> votes;  ///< deployment -> signal for it
    bool default_vote = true;           ///< for deployments that `votes` does not name
    /// False on the embedded chain, which has no transactions: any output is as safe as another.
    bool coins_can_be_spent = true;
};

class JobFactory {
public:
    /// Ids count up from `first_id`. Give it the Unix time of the start: as long as a pool makes
    /// fewer than one job a second on average, ids stay unique over restarts.
    JobFactory(JobOptions options, std::uint32_t first_id);

    /// `made_at`: when the template came. Error: text that says why no job can be made, such as a
    /// scriptSig over its limit.
    [[nodiscard]] Result<std::shared_ptr<const Job>> make(
        std::shared_ptr<const protocol::BlockTemplate> block_template, bool clean,
        std::chrono::steady_clock::time_point made_at = {});

private:
    JobOptions options_;
    std::uint32_t next_id_;
};

}  // namespace sluice::pool
