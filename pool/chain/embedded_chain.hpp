#pragma once
/// EmbeddedChain: a proof-of-work chain whose only source of blocks is this pool. Real 80-byte
/// headers, a real target check, any difficulty rule of the table, version-bits deployments
/// (BIP9), coinbase with BIP34 height; no transactions but the coinbase and no forks. Kept in
/// SQLite, one transaction a block, so that it goes on after a restart. Not thread-safe: the
/// control thread owns it.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pool/chain/chain_settings.hpp"
#include "pool/chain/deployment_status.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/block_template.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {

/// Whether the chain took the block; if not, `reason` is one of Bitcoin's reject reasons (BIP22):
/// what decode_block (block_reader.hpp) says, duplicate, high-hash, bad-txnmrklroot, stale-prevblk,
/// bad-diffbits, time-too-old, time-timewarp-attack, time-too-new, bad-cb-height, bad-cb-locktime,
/// bad-cb-amount; or "storage: …" when the block is good and could not be written (submit it
/// again).
struct ChainVerdict {
    bool accepted = false;
    std::string reason;

    bool operator==(const ChainVerdict&) const = default;
};

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

    ~EmbeddedChain();
    EmbeddedChain(const EmbeddedChain&) = delete;
    EmbeddedChain& operator=(const EmbeddedChain&) = delete;

    /// What the next block must look like. Version signals every deployment that is started or
    /// locked in, vb_available names them; rules names the active ones. A pool that votes against
    /// one clears its bit.
    [[nodiscard]] protocol::BlockTemplate next_template() const;

    /// Checks a whole serialised block and appends it; durable when accepted. A block that the
    /// chain has already is a "duplicate": after a restart that means it was accepted.
    [[nodiscard]] ChainVerdict submit(ByteSpan block);

    [[nodiscard]] ChainTip tip() const;
    [[nodiscard]] const std::vector<DeploymentStatus>& deployments() const noexcept;
    /// Whether the block is on the chain. Throws sqlite::Error when the file cannot be read.
    [[nodiscard]] bool contains(const protocol::Hash256& id) const;
    /// With the genesis time that the chain has.
    [[nodiscard]] const ChainSettings& settings() const noexcept;

private:
    class Impl;
    explicit EmbeddedChain(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::pool
