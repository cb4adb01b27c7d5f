// getblocktemplate replies: any JSON is decoded or refused with a named problem, and every decoded
// template yields a block that holds exactly its parts. The input is a merge patch (RFC 7396) of a
// good reply, so that small inputs reach every field.

#include "protocol/bitcoin/block_assembly.hpp"
#include "protocol/bitcoin/block_template.hpp"
#include "protocol/bitcoin/coinbase.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace sluice;
using namespace sluice::protocol;

constexpr std::string_view good_reply = R"({
    "version": 536870912, "rules": ["csv", "!segwit"], "vbavailable": {"testdummy": 28},
    "vbrequired": 0, "coinbaseaux": {"flags": "00"}, "coinbasevalue": 5000000000,
    "previousblockhash": "1fc1036deccdd41f12b06d06eb2cd34da3d10e596b2ea24648ffe8337260db00",
    "target": "7fffff0000000000000000000000000000000000000000000000000000000000",
    "bits": "207fffff", "mintime": 1795255337, "curtime": 1795255337, "height": 144,
    "longpollid": "1", "default_witness_commitment": "6a24aa21a9ed", "mweb": "01",
    "transactions": [{"data": "0200", "fee": 1, "weight": 4, "sigops": 1,
        "txid": "2fc1036deccdd41f12b06d06eb2cd34da3d10e596b2ea24648ffe8337260db00",
        "hash": "3fc1036deccdd41f12b06d06eb2cd34da3d10e596b2ea24648ffe8337260db00"}]})";

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// Bytes of the block besides the coinbase, the transactions' count and a witness.
std::size_t fixed_size(const BlockTemplate& block_template) {
    std::size_t size = block_header_size;
    for (const TemplateTransaction& transaction : block_template.transactions) {
        size += transaction.data.size();
    }
    return size + (block_template.mweb.empty() ? 0 : 1 + block_template.mweb.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto patch = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (patch.is_discarded()) {
        return 0;
    }
    auto reply = nlohmann::json::parse(good_reply);
    reply.merge_patch(patch);
    const auto decoded = decode_template(reply);
    if (!decoded) {
        require(!message(decoded.error()).empty() && !decoded.error().problem.empty());
        return 0;
    }
    require(decoded->time >= decoded->time_min);
    require(decode_compact(decoded->bits).valid());
    require(decoded->transactions.size() <= template_transactions_max);
    require(decoded->payments.size() <= template_payments_max);
    std::int64_t reward = decoded->coinbase_value;
    for (const CoinbaseOutput& payment : decoded->payments) {
        reward -= payment.value;
        require(payment.value > 0 && reward >= 0);
    }

    CoinbaseSpec spec;
    spec.height = decoded->height;
    spec.aux = decoded->coinbase_aux;
    spec.outputs = {{Bytes{0x51}, reward}};
    spec.outputs.insert(spec.outputs.end(), decoded->payments.begin(), decoded->payments.end());
    spec.payload = decoded->coinbase_payload;
    spec.witness_commitment = decoded->witness_commitment;
    const auto parts = build_coinbase(spec);
    if (!parts) {
        require(!parts.error().empty());
        return 0;
    }
    const Bytes extranonce(spec.extranonce_size, 0);
    const Bytes coinbase = join_coinbase(parts->coinb1, extranonce, {}, parts->coinb2);
    const Bytes block = assemble_block({}, coinbase, *decoded);
    const bool witness = decoded->witness_commitment && has_rule(*decoded, "segwit");
    Bytes count;
    append_compact_size(count, 1 + decoded->transactions.size());
    require(block.size() == fixed_size(*decoded) + count.size() +
                                (witness ? add_coinbase_witness(coinbase) : coinbase).size());
    return 0;
}
