#include "protocol/bitcoin/block_assembly.hpp"

#include "protocol/bitcoin/coinbase.hpp"

namespace sluice::protocol {
namespace {

constexpr std::size_t compact_size_max = 9;
constexpr std::size_t coinbase_witness_size = 36;

std::size_t size_hint(ByteSpan coinbase, const BlockTemplate& block_template) {
    std::size_t size = block_header_size + compact_size_max + coinbase.size() +
                       coinbase_witness_size + 1 + block_template.mweb.size();
    for (const TemplateTransaction& transaction : block_template.transactions) {
        size += transaction.data.size();
    }
    return size;
}

}  // namespace

Bytes assemble_block(const BlockHeader& header, ByteSpan coinbase,
                     const BlockTemplate& block_template) {
    Bytes block;
    block.reserve(size_hint(coinbase, block_template));
    append(block, serialize(header));
    append_compact_size(block, 1 + block_template.transactions.size());
    if (block_template.witness_commitment && has_rule(block_template, "segwit")) {
        append(block, add_coinbase_witness(coinbase));
    } else {
        append(block, coinbase);
    }
    for (const TemplateTransaction& transaction : block_template.transactions) {
        append(block, transaction.data);
    }
    if (!block_template.mweb.empty()) {
        block.push_back(0x01);
        append(block, block_template.mweb);
    }
    return block;
}

}  // namespace sluice::protocol
