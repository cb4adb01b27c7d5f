#pragma once
/// An embedded chain in a scratch folder on a virtual clock, and a miner for easy targets.

#include "pool/chain/embedded_chain.hpp"
#include "protocol/bitcoin/coinbase.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace sluice::pool {

/// A block that can be bent before it is mined.
struct BlockDraft {
    protocol::BlockHeader header;
    protocol::CoinbaseSpec coinbase;
    bool wrong_merkle_root = false;
    bool without_work = false;

    /// Mines and serialises: a nonce that meets header.bits, or one that does not.
    [[nodiscard]] Bytes block() const;
};

/// Header, transaction count and coinbase; the merkle root is made to fit.
[[nodiscard]] Bytes mined_block(protocol::BlockHeader header, ByteSpan coinbase);

void sha256d_hash(std::span<const std::uint8_t> header, std::array<std::uint8_t, 32>& out);

class TestChain : public ::testing::Test {
protected:
    /// Opens settings_ in file_; a test failure if that does not work.
    void open();
    [[nodiscard]] std::string open_error();

    /// The next block as the template asks for it.
    [[nodiscard]] BlockDraft draft() const;
    /// What the chain says to the draft after `bend` changed it.
    std::string reason_of(const std::function<void(BlockDraft&)>& bend);
    /// Mines one block `seconds` after the one before; adds `version_change` by XOR.
    void mine(std::int64_t seconds, std::uint32_t version_change = 0);
    void mine_many(int blocks, std::int64_t seconds, std::uint32_t version_change = 0);

    [[nodiscard]] std::string state_of(const std::string& deployment) const;

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "chain.db";
    std::int64_t now_s_ = 1'800'000'000;
    ChainSettings settings_;
    std::unique_ptr<EmbeddedChain> chain_;
};

}  // namespace sluice::pool
