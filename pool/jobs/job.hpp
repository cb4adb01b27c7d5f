#pragma once
/// Job: one unit of work for all miners, made from a block template by JobFactory. Immutable once
/// made and shared as shared_ptr<const Job>, so any thread may read it.
///
/// A header commits to the job it was made for: the coinbase holds the job's id and, in the last
/// byte of coinb1, the number of its reissue. So a share hashes validly under one id only, and the
/// difficulty issued with that id is settled before the miner knows the hash.

#include "base/bytes.hpp"
#include "kernels/api/algorithm.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/block_template.hpp"
#include "protocol/pow/hash256.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// What the coinbase says of the work, bytes: the job's id, big-endian, and the reissue.
inline constexpr std::size_t work_id_size = 5;

struct Job {
    std::uint32_t id = 0;
    std::string id_text;  ///< `id` as eight hex digits
    std::shared_ptr<const protocol::BlockTemplate> block_template;
    /// When the template came: its `time` is what the source's clock showed then.
    std::chrono::steady_clock::time_point made_at;
    const kernels::Algorithm* algorithm = nullptr;

    Bytes coinb1;  ///< coinbase before the extranonces, without witness; ends in work_id
    Bytes coinb2;  ///< and after them
    std::size_t extranonce1_size = 0;
    std::size_t extranonce2_size = 0;
    std::vector<protocol::Hash256> branch;  ///< merkle steps for the coinbase, internal order

    std::uint32_t version = 0;
    /// Bits that a miner may roll; disjoint from `version` and from every pending deployment's bit.
    std::uint32_t version_mask = 0;
    protocol::Target network_target;
    bool clean = false;  ///< older jobs are worthless: a new previous block

    /// The mining.notify line of this job, made once: every session writes the same buffer.
    std::string notify_clean;
    std::string notify_keep;

    /// What an operator should know: a vote that the node does not permit.
    std::vector<std::string> warnings;
};

/// The job's own mining.notify, one JSON line that ends in '\n'; lives as long as the job.
[[nodiscard]] const std::string& notify_line(const Job& job, bool clean) noexcept;

/// The id under which a session knows a reissue: the job's own, and two digits unless it is 0.
[[nodiscard]] std::string id_text(const Job& job, std::uint8_t reissue);

/// The job on the same template under another id, with a coinbase of its own, as when a session
/// gets a new difficulty. `reissue` 0 is the job itself. The notify lines are left out.
[[nodiscard]] Job reissued(const Job& job, std::uint8_t reissue);

/// The mining.notify of that reissue, made anew by each call.
[[nodiscard]] std::string notify_line(const Job& job, std::uint8_t reissue, bool clean);

/// The whole block for submitblock, with the coinbase of these extranonces.
[[nodiscard]] Bytes assemble_block(const Job& job, const protocol::BlockHeader& header,
                                   ByteSpan extranonce1, ByteSpan extranonce2);

}  // namespace sluice::pool
