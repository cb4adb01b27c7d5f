#include "pool/chain/genesis.hpp"

#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/script.hpp"

namespace sluice::pool {
namespace {

constexpr std::uint32_t genesis_version = protocol::version_bits_top;  // no vote set

Bytes genesis_coinbase(std::string_view network) {
    Bytes script;
    protocol::append_push_number(script, 0);
    protocol::append_push(
        script, ByteSpan(reinterpret_cast<const std::uint8_t*>(network.data()), network.size()));

    Bytes out;
    append_le(out, std::uint32_t{1});  // transaction version
    append_compact_size(out, 1);       // inputs
    out.insert(out.end(), 32, 0);      // no previous output
    append_le(out, std::uint32_t{0xffff'ffff});
    append_compact_size(out, script.size());
    append(out, script);
    append_le(out, std::uint32_t{0xffff'ffff});  // sequence
    append_compact_size(out, 0);                 // outputs
    append_le(out, std::uint32_t{0});            // lock time
    return out;
}

}  // namespace

Genesis make_genesis(std::string_view network, std::uint32_t time, std::uint32_t bits) {
    Genesis genesis;
    genesis.coinbase = genesis_coinbase(network);
    genesis.header.version = genesis_version;
    genesis.header.merkle_root = protocol::sha256d(genesis.coinbase);
    genesis.header.time = time;
    genesis.header.bits = bits;
    return genesis;
}

}  // namespace sluice::pool
