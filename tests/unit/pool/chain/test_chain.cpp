#include "tests/unit/pool/chain/test_chain.hpp"

#include "protocol/bitcoin/script.hpp"
#include "protocol/pow/target.hpp"

namespace sluice::pool {
namespace {

const Bytes extranonce(8, 0x11);

/// Looks for a nonce whose hash meets the header's bits, or for one whose hash does not.
void find_nonce(protocol::BlockHeader& header, bool meeting) {
    const protocol::Target target = protocol::decode_compact(header.bits).target;
    while (protocol::meets(protocol::block_id(header), target) != meeting) {
        ++header.nonce;
    }
}

Bytes joined(const protocol::BlockHeader& header, ByteSpan coinbase) {
    const protocol::HeaderBytes bytes = protocol::serialize(header);
    Bytes block(bytes.begin(), bytes.end());
    append_compact_size(block, 1);
    append(block, coinbase);
    return block;
}

}  // namespace

Bytes mined_block(protocol::BlockHeader header, ByteSpan coinbase) {
    header.merkle_root = protocol::sha256d(coinbase);
    find_nonce(header, true);
    return joined(header, coinbase);
}

Bytes BlockDraft::block() const {
    const auto parts = protocol::build_coinbase(coinbase);
    EXPECT_TRUE(parts) << parts.error();
    const Bytes transaction = protocol::join_coinbase(parts->coinb1, extranonce, {}, parts->coinb2);
    protocol::BlockHeader ready = header;
    ready.merkle_root = protocol::sha256d(transaction);
    ready.merkle_root.bytes[0] ^= wrong_merkle_root ? 1 : 0;
    find_nonce(ready, !without_work);
    return joined(ready, transaction);
}

void sha256d_hash(std::span<const std::uint8_t> header, std::array<std::uint8_t, 32>& out) {
    out = protocol::sha256d(header).bytes;
}

void TestChain::open() {
    chain_.reset();
    auto opened = EmbeddedChain::open(file_, settings_, &sha256d_hash, [this] { return now_s_; });
    ASSERT_TRUE(opened) << opened.error();
    chain_ = std::move(*opened);
}

std::string TestChain::open_error() {
    chain_.reset();
    const auto opened =
        EmbeddedChain::open(file_, settings_, &sha256d_hash, [this] { return now_s_; });
    return opened ? "no error" : opened.error();
}

BlockDraft TestChain::draft() const {
    const protocol::BlockTemplate next = chain_->next_template();
    BlockDraft draft;
    draft.header.version = next.version;
    draft.header.previous = next.previous;
    draft.header.time = next.time;
    draft.header.bits = next.bits;
    draft.coinbase.height = next.height;
    draft.coinbase.tag = "/test/";
    draft.coinbase.outputs = {{protocol::pay_to_witness(0, Bytes(20, 7)), next.coinbase_value}};
    return draft;
}

std::string TestChain::reason_of(const std::function<void(BlockDraft&)>& bend) {
    BlockDraft bent = draft();
    bend(bent);
    const BlockVerdict verdict = chain_->submit(bent.block());
    return verdict.reason.empty() ? "accepted" : verdict.reason;
}

void TestChain::mine(std::int64_t seconds, std::uint32_t version_change) {
    now_s_ += seconds;
    EXPECT_EQ(reason_of([&](BlockDraft& block) { block.header.version ^= version_change; }),
              "accepted");
}

void TestChain::mine_many(int blocks, std::int64_t seconds, std::uint32_t version_change) {
    for (int i = 0; i < blocks; ++i) {
        mine(seconds, version_change);
    }
}

std::string TestChain::state_of(const std::string& deployment) const {
    for (const DeploymentStatus& status : chain_->deployments()) {
        if (status.name == deployment) {
            return status.state;
        }
    }
    return "unknown";
}

}  // namespace sluice::pool
