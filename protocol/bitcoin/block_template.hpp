#pragma once
/// BlockTemplate: what a node's getblocktemplate says about the next block, decoded and checked.
/// Follows BIP22, BIP23 (templates), BIP9 (rules, vbavailable, vbrequired), BIP145 (segwit) and
/// Litecoin's `mweb` field. Regular value; decoding is pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/pow/hash256.hpp"
#include "protocol/pow/target.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::protocol {

/// A transaction that the node offers for the block, in the block's order.
struct TemplateTransaction {
    Bytes data;               ///< wire bytes, with witness
    Hash256 txid;             ///< leaf of the merkle tree
    Hash256 wtxid;            ///< leaf of the witness merkle tree ("hash")
    std::int64_t fee = 0;     ///< satoshi; 0 when the node does not say
    std::int64_t weight = 0;  ///< weight units; 0 when the node does not say
    std::int64_t sigops = 0;  ///< signature operation cost; 0 when the node does not say

    bool operator==(const TemplateTransaction&) const = default;
};

struct BlockTemplate {
    std::uint32_t version = 0;
    Hash256 previous;
    std::uint32_t time = 0;      ///< "curtime", Unix seconds
    std::uint32_t time_min = 0;  ///< "mintime", the earliest time that the block may carry
    std::uint32_t bits = 0;
    Target target;  ///< what `bits` stands for
    std::int64_t height = 0;
    std::int64_t coinbase_value = 0;  ///< satoshi: subsidy and all fees
    /// Outputs that the node demands; their values are parts of `coinbase_value`.
    std::vector<CoinbaseOutput> payments;
    Bytes coinbase_payload;  ///< of a coinbase of version 3 and type 5 (Dash's DIP4), or empty
    std::vector<TemplateTransaction> transactions;
    /// The whole output script of "default_witness_commitment" (BIP141).
    std::optional<Bytes> witness_commitment;
    Bytes coinbase_aux;  ///< the values of "coinbaseaux" one after another, for scriptSig
    std::vector<std::string> rules;           ///< active rules, without the "!" of a mandatory one
    std::map<std::string, int> vb_available;  ///< pending deployment -> version bit (0 to 28)
    std::uint32_t vb_required = 0;            ///< version bits that the node insists on
    std::string longpoll_id;                  ///< empty when the node offers no longpoll
    Bytes mweb;                               ///< Litecoin's extension block, or empty

    bool operator==(const BlockTemplate&) const = default;
};

/// Whether the rule is active for this block.
[[nodiscard]] bool has_rule(const BlockTemplate& block_template, std::string_view rule) noexcept;

/// Why a reply is no usable template.
struct TemplateError {
    std::string field;    ///< "transactions[3].txid"
    std::string problem;  ///< what is wrong and what would be right

    bool operator==(const TemplateError&) const = default;
};

/// "getblocktemplate: field transactions[3].txid: missing; expected 64 hex digits".
[[nodiscard]] std::string message(const TemplateError& error);

/// Consensus allows blocks of 4,000,000 weight units (BIP141), which bounds every part below.
inline constexpr std::size_t template_bytes_max = 4'000'000;
/// 4,000,000 weight units / 240 for the smallest transaction (60 bytes without witness).
inline constexpr std::size_t template_transactions_max = 16'666;
/// Rules, deployments and coinbaseaux entries: a node lists a handful; 32 version bits exist.
inline constexpr std::size_t template_names_max = 64;
/// Bytes of a member's name that a message shows.
inline constexpr std::size_t template_name_size_max = 64;
/// Payments that a node may demand in one block. A superblock of Dash has some tens; every miner
/// gets them all with each job.
inline constexpr std::size_t template_payments_max = 128;
/// Bytes of the script of such a payment: the longest standard one has 67.
inline constexpr std::size_t payment_script_size_max = 128;
/// Bytes of a coinbase payload: Dash's has 38 to 178; the limit of any special transaction's.
inline constexpr std::size_t coinbase_payload_size_max = 10'000;
/// A longpoll id is a block hash and a counter; nodes stay below 100 characters.
inline constexpr std::size_t longpoll_id_size_max = 256;

/// Decodes the `result` of a getblocktemplate reply. Refuses a template with a mandatory rule
/// ("!name") that this code does not know: its blocks would be invalid.
[[nodiscard]] Result<BlockTemplate, TemplateError> decode_template(const nlohmann::json& reply);

}  // namespace sluice::protocol
