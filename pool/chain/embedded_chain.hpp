#pragma once
/// EmbeddedChain: a proof-of-work chain whose only source of blocks is this pool. Real 80-byte
/// headers, a real target check, any difficulty rule of the table, version-bits deployments
/// (BIP9), coinbase with BIP34 height; no transactions but the coinbase and no forks. Kept in
/// SQLite, one transaction a block, so that it goes on after a restart. Not thread-safe: the
/// control thread owns it.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/timestamp_checks.hpp"
#include "difficulty/signalling/version_bits_cache.hpp"
#include "pool/base/block_status.hpp"
#include "pool/base/deployment_status.hpp"
#include "pool/chain/block_reader.hpp"
#include "pool/chain/chain_settings.hpp"
#include "pool/chain/chain_store.hpp"
#include "pool/chain/header_chain.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/block_template.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

struct ChainTip {
    std::int64_t height = 0;
    protocol::Hash256 hash;  ///< block id
    protocol::BlockHeader header;

    bool operator==(const ChainTip&) const = default;
};

class EmbeddedChain {
public:
    /// Opens the stored chain, or starts a new one with its genesis block. Errors name the file or
    /// the setting, both values, and what to do.
    [[nodiscard]] static Result<std::unique_ptr<EmbeddedChain>> open(
        const std::filesystem::path& file, const ChainSettings& settings, PowHash pow_hash,
        ChainClock clock);

    EmbeddedChain(const EmbeddedChain&) = delete;
    EmbeddedChain& operator=(const EmbeddedChain&) = delete;

    /// What the next block must look like. Version signals every deployment that is started or
    /// locked in, vb_available names them; rules names the active ones. A pool that votes against
    /// one clears its bit.
    [[nodiscard]] protocol::BlockTemplate next_template() const;

    /// Checks a whole serialised block and appends it; durable when accepted. A block that the
    /// chain has already is accepted with the reason "duplicate". Orphaned: one on an earlier block
    /// of the chain, which has no forks. Pending, "storage: ...": it is good and could not be
    /// written (submit it again). Other reasons are Bitcoin's (BIP22): those of decode_block
    /// (block_reader.hpp), high-hash, bad-txnmrklroot, stale-prevblk, bad-diffbits, time-too-old,
    /// time-timewarp-attack, time-too-new, bad-cb-height, bad-cb-locktime, bad-cb-amount.
    [[nodiscard]] BlockVerdict submit(ByteSpan block);

    [[nodiscard]] ChainTip tip() const;
    [[nodiscard]] const std::vector<DeploymentStatus>& deployments() const noexcept {
        return deployments_;
    }
    /// Whether the block is on the chain. Throws sqlite::Error when the file cannot be read.
    [[nodiscard]] bool contains(const protocol::Hash256& id) const { return store_.contains(id); }
    /// With the genesis time that the chain has.
    [[nodiscard]] const ChainSettings& settings() const noexcept { return settings_; }

private:
    EmbeddedChain(const std::filesystem::path& file, const ChainSettings& settings,
                  PowHash pow_hash, ChainClock clock);

    void load(const std::filesystem::path& file);
    /// The chain's time: the clock's, or what the chain had reached when it was opened, and from
    /// there on as fast. So blocks mined by a clock that was ahead do not squeeze those after them
    /// into the seconds above their median, which the rule would answer with a rising difficulty.
    [[nodiscard]] std::int64_t now_s() const { return clock_() + time_lead_s_; }
    /// Above the median time past (BIP113).
    [[nodiscard]] std::int64_t above_median() const;
    /// Earliest timestamp of the next block: that, and what the chain's timestamp rule says.
    [[nodiscard]] std::int64_t time_min() const;
    /// In the order of Bitcoin's CheckBlock, ContextualCheckBlockHeader and ContextualCheckBlock.
    [[nodiscard]] std::optional<std::string_view> reject_reason(const DecodedBlock& block) const;
    /// The hash meets the header's own bits, and those are within the limit.
    [[nodiscard]] bool has_work(const protocol::BlockHeader& header) const;
    /// Works out what depends on the tip only: states, and the version of the next block.
    void refresh_deployments();

    ChainSettings settings_;
    const difficulty::DifficultyRule* rule_;
    difficulty::RuleParams params_;
    difficulty::TimestampRule timestamp_rule_;
    protocol::Target pow_limit_;
    PowHash pow_hash_;
    ChainClock clock_;
    std::int64_t time_lead_s_ = 0;
    mutable ChainStore store_;  ///< a read may open a statement
    HeaderChain chain_;
    std::vector<difficulty::VersionBitsCache> votes_;

    // Follow from the tip; see refresh_deployments.
    std::vector<DeploymentStatus> deployments_;
    std::map<std::string, int> vb_available_;
    std::vector<std::string> active_rules_;
    std::uint32_t next_version_ = 0;
};

}  // namespace sluice::pool
