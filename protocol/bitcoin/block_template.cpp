#include "protocol/bitcoin/block_template.hpp"

#include "base/hex.hpp"
#include "protocol/bitcoin/template_fields.hpp"
#include "protocol/bitcoin/template_payments.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace sluice::protocol {
namespace {

using Json = nlohmann::json;
using Need = TemplateFields::Need;

/// Rules whose blocks this code builds correctly, so a node may make them mandatory.
constexpr std::array<std::string_view, 6> known_rules{"csv",    "segwit", "taproot",
                                                      "signet", "mweb",   "testdummy"};
/// OP_TRUE: the only signet challenge that a block meets without a signature (BIP325).
constexpr std::string_view open_signet_challenge = "51";

/// Version bits below BIP9's top three.
constexpr std::int64_t version_bit_max = 28;
/// 21 million coins of Bitcoin, 84 of Litecoin; far above any block of them, far below overflow.
constexpr std::int64_t coinbase_value_max = 84'000'000LL * 100'000'000LL;
constexpr std::int64_t height_max = std::numeric_limits<std::int32_t>::max();
/// Weight units or signature operations of one transaction, at most those of a block.
constexpr std::int64_t transaction_cost_max = 4'000'000;
/// Anything longer cannot fit a coinbase scriptSig of 100 bytes.
constexpr std::size_t coinbase_aux_size_max = 100;
/// An output script; the commitment has 38 bytes and may be followed by optional data (BIP141).
constexpr std::size_t commitment_size_max = 10'000;

std::string indexed(std::string_view name, std::size_t index) {
    return std::string(name) + "[" + std::to_string(index) + "]";
}

void decode_target(TemplateFields& fields, BlockTemplate& out) {
    out.bits = fields.hex_be32("bits");
    const auto target = fields.hash("target", Need::optional);
    const CompactTarget decoded = decode_compact(out.bits);
    if (!decoded.valid()) {
        fields.fail("bits", to_hex_be32(out.bits) +
                                " is negative, zero or too large; expected a compact target");
    }
    out.target = decoded.target;
    if (target && to_uint256(*target) != out.target.value) {
        fields.fail("target", to_display_hex(*target) + " disagrees with bits " +
                                  to_hex_be32(out.bits) + "; expected " +
                                  to_display_hex(to_hash256(out.target.value)));
    }
}

void decode_header_fields(TemplateFields& fields, BlockTemplate& out) {
    // A version is a signed 32-bit number to some nodes, an unsigned one to others.
    out.version = static_cast<std::uint32_t>(
        fields.integer("version", std::numeric_limits<std::int32_t>::min(),
                       std::numeric_limits<std::uint32_t>::max()));
    out.previous = fields.hash("previousblockhash", Need::required).value_or(Hash256{});
    out.time = fields.uint32("curtime");
    out.time_min = fields.uint32("mintime");
    if (out.time < out.time_min) {
        fields.fail("curtime", std::to_string(out.time) + " is before mintime " +
                                   std::to_string(out.time_min));
    }
    decode_target(fields, out);
    out.height = fields.integer("height", 0, height_max);
}

/// `has_witness`: without segwit a transaction has one hash, and some nodes (Dash) call it "hash"
/// alone, as BIP22 does.
TemplateTransaction decode_transaction(TemplateFields& fields, bool has_witness) {
    TemplateTransaction out;
    out.data = fields.hex("data", template_bytes_max, Need::required).value_or(Bytes{});
    if (out.data.empty()) {
        fields.fail("data", "empty; expected the transaction's bytes in hex");
    }
    const auto hash = fields.hash("hash", Need::optional);
    const bool needs_txid = has_witness || !hash;
    out.txid = fields.hash("txid", needs_txid ? Need::required : Need::optional)
                   .value_or(hash.value_or(Hash256{}));
    out.wtxid = hash.value_or(out.txid);
    out.fee = fields.integer("fee", -coinbase_value_max, coinbase_value_max, Need::optional);
    out.weight = fields.integer("weight", 0, transaction_cost_max, Need::optional);
    out.sigops = fields.integer("sigops", 0, transaction_cost_max, Need::optional);
    return out;
}

void decode_transactions(TemplateFields& fields, std::optional<TemplateError>& error,
                         BlockTemplate& out) {
    const Json& entries = fields.array("transactions", template_transactions_max, Need::required);
    const bool has_witness = out.witness_commitment.has_value();
    std::size_t bytes = 0;
    out.transactions.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size() && !error; ++i) {
        if (!entries[i].is_object()) {
            fields.fail(indexed("transactions", i),
                        std::string(entries[i].type_name()) + " instead of an object");
            return;
        }
        TemplateFields entry(entries[i], indexed("transactions", i) + ".", error);
        out.transactions.push_back(decode_transaction(entry, has_witness));
        bytes += out.transactions.back().data.size();
        if (bytes > template_bytes_max) {
            fields.fail("transactions", "more than " + std::to_string(template_bytes_max) +
                                            " bytes; no block is larger");
        }
    }
}

void decode_rules(TemplateFields& fields, BlockTemplate& out) {
    const Json& entries = fields.array("rules", template_names_max, Need::optional);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!entries[i].is_string()) {
            fields.fail(indexed("rules", i),
                        std::string(entries[i].type_name()) + " instead of a string");
            return;
        }
        std::string_view rule = entries[i].get_ref<const std::string&>();
        const bool mandatory = rule.starts_with('!');
        rule.remove_prefix(mandatory ? 1 : 0);
        if (mandatory &&
            std::find(known_rules.begin(), known_rules.end(), rule) == known_rules.end()) {
            fields.fail(indexed("rules", i),
                        "the node demands the rule \"" +
                            std::string(rule.substr(0, template_name_size_max)) +
                            "\", which this version cannot build blocks for");
        }
        out.rules.emplace_back(rule);
    }
}

void decode_deployments(TemplateFields& fields, std::optional<TemplateError>& error,
                        BlockTemplate& out) {
    const Json& entries = fields.object("vbavailable", template_names_max, Need::optional);
    TemplateFields bits(entries, "vbavailable.", error);
    for (const auto& [name, value] : entries.items()) {
        const auto bit = static_cast<int>(bits.integer(name, 0, version_bit_max));
        out.vb_available.emplace(name.starts_with('!') ? name.substr(1) : name, bit);
    }
    out.vb_required = fields.uint32("vbrequired", Need::optional);
}

void decode_coinbase_fields(TemplateFields& fields, std::optional<TemplateError>& error,
                            BlockTemplate& out) {
    out.coinbase_value = fields.integer("coinbasevalue", 0, coinbase_value_max);
    const Json& entries = fields.object("coinbaseaux", template_names_max, Need::optional);
    TemplateFields aux(entries, "coinbaseaux.", error);
    for (const auto& [name, value] : entries.items()) {
        append(out.coinbase_aux,
               aux.hex(name, coinbase_aux_size_max, Need::required).value_or(Bytes{}));
    }
    out.witness_commitment =
        fields.hex("default_witness_commitment", commitment_size_max, Need::optional);
}

/// Fields that other fields make necessary: without them the node would refuse the block.
void check_completeness(TemplateFields& fields, const BlockTemplate& out) {
    if (has_rule(out, "mweb") && out.mweb.empty()) {
        fields.fail("mweb", "missing although the rule mweb is active; ask for the rule \"mweb\"");
    }
    const auto witness = std::find_if(out.transactions.begin(), out.transactions.end(),
                                      [](const auto& entry) { return entry.wtxid != entry.txid; });
    if (witness != out.transactions.end() && !out.witness_commitment) {
        fields.fail("default_witness_commitment",
                    "missing although " +
                        indexed("transactions",
                                static_cast<std::size_t>(witness - out.transactions.begin())) +
                        " has a witness; ask for the rule \"segwit\"");
    }
    const auto challenge = fields.text("signet_challenge", 2 * commitment_size_max, Need::optional);
    if (challenge && *challenge != open_signet_challenge) {
        fields.fail("signet_challenge",
                    "this signet's blocks must be signed; only the challenge 51 (OP_TRUE) can be "
                    "mined");
    }
}

}  // namespace

bool has_rule(const BlockTemplate& block_template, std::string_view rule) noexcept {
    return std::find(block_template.rules.begin(), block_template.rules.end(), rule) !=
           block_template.rules.end();
}

std::string message(const TemplateError& error) {
    return "getblocktemplate: " + error.field + (error.field.empty() ? "" : ": ") + error.problem;
}

Result<BlockTemplate, TemplateError> decode_template(const nlohmann::json& reply) {
    if (!reply.is_object()) {
        return Unexpected{TemplateError{
            {}, "the reply is " + std::string(reply.type_name()) + " instead of an object"}};
    }
    std::optional<TemplateError> error;
    TemplateFields fields(reply, {}, error);
    BlockTemplate out;
    decode_rules(fields, out);
    decode_header_fields(fields, out);
    decode_coinbase_fields(fields, error, out);
    decode_transactions(fields, error, out);
    decode_deployments(fields, error, out);
    decode_payments(fields, reply, error, out);
    out.longpoll_id =
        fields.text("longpollid", longpoll_id_size_max, Need::optional).value_or(std::string{});
    out.mweb = fields.hex("mweb", template_bytes_max, Need::optional).value_or(Bytes{});
    check_completeness(fields, out);
    if (error) {
        return Unexpected{*error};
    }
    return out;
}

}  // namespace sluice::protocol
