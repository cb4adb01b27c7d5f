#include "protocol/bitcoin/template_payments.hpp"

#include "base/ascii.hpp"
#include "protocol/bitcoin/address.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::protocol {
namespace {

using Json = TemplateFields::Json;
using Need = TemplateFields::Need;

/// Payees with script and amount, as one object or a list of them. Dash's coinbasevalue is the sum
/// of all outputs of its own coinbase, so that these are parts of it.
constexpr std::array<std::string_view, 2> payee_members{"masternode", "superblock"};

/// Members that may hold any of the names below and demand no output.
constexpr std::array<std::string_view, 7> innocent_members{
    "transactions", "rules",      "vbavailable", "coinbaseaux",
    "coinbasetxn",  "masternode", "superblock"};

/// What tells an order to pay, in lower case.
constexpr std::array<std::string_view, 10> payment_names{
    "payee",  "payee_amount", "script",       "scriptpubkey", "address",
    "amount", "addresses",    "payoutscript", "founderpayee", "minimumvalue"};

/// Objects in objects that are looked through for them.
constexpr int payment_depth_max = 3;
/// An address with its prefix.
constexpr std::size_t address_size_max = 120;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// Whether the value says nothing: null, false, zero, or an empty text, list or object.
bool says_nothing(const Json& value) {
    if (value.is_string()) {
        return value.get_ref<const std::string&>().empty();
    }
    return value.is_number() ? value == 0 : value.is_boolean() ? value == false : value.empty();
}

/// Reads payments into a template and keeps their sum within its coinbase value.
class PaymentReader {
public:
    PaymentReader(std::optional<TemplateError>& error, BlockTemplate& out)
        : error_(error), out_(out) {}

    /// "masternode": an object or a list of them, each with script and amount.
    void read_payees(TemplateFields& fields, std::string_view name, const Json& value) {
        const std::string path(name);
        if (value.is_object()) {
            read_payee(value, path + ".");
        } else if (value.is_array()) {
            for (std::size_t i = 0; i < value.size() && !error_; ++i) {
                const std::string entry = path + "[" + std::to_string(i) + "]";
                if (value[i].is_object()) {
                    read_payee(value[i], entry + ".");
                } else {
                    fields.fail(entry, "not an object with script and amount");
                }
            }
        } else {
            fields.fail(name, "not an object with script and amount, nor a list of them");
        }
    }

    /// eCash: any of the addresses may be paid, at least the minimum.
    void read_miner_fund(const Json& value) {
        TemplateFields fund(value, "coinbasetxn.minerfund.", error_);
        const std::int64_t amount = fund.integer("minimumvalue", 0, out_.coinbase_value);
        if (amount == 0) {
            return;
        }
        const Json& addresses = fund.array("addresses", template_names_max, Need::required);
        for (const Json& address : addresses) {
            const auto* text = address.get_ptr<const std::string*>();
            if (text == nullptr || text->size() > address_size_max) {
                continue;
            }
            if (const auto script = script_of_any_address(*text)) {
                pay(fund, "minimumvalue", *script, amount);
                return;
            }
        }
        fund.fail("addresses", "none of a form that is known; the fund cannot be paid");
    }

    void read_staking_rewards(const Json& value) {
        TemplateFields rewards(value, "coinbasetxn.stakingrewards.", error_);
        const std::int64_t amount = rewards.integer("minimumvalue", 0, out_.coinbase_value);
        if (amount == 0) {
            return;
        }
        const Json& payout = rewards.object("payoutscript", template_names_max, Need::required);
        TemplateFields script(payout, "coinbasetxn.stakingrewards.payoutscript.", error_);
        pay(rewards, "minimumvalue",
            script.hex("hex", payment_script_size_max, Need::required).value_or(Bytes{}), amount);
    }

private:
    void read_payee(const Json& value, std::string path) {
        if (value.empty()) {
            return;  // nobody has to be paid in this block
        }
        TemplateFields payee(value, std::move(path), error_);
        const std::int64_t amount = payee.integer("amount", 0, out_.coinbase_value);
        if (amount != 0) {
            pay(payee, "amount",
                payee.hex("script", payment_script_size_max, Need::required).value_or(Bytes{}),
                amount);
        }
    }

    void pay(TemplateFields& fields, std::string_view name, Bytes script, std::int64_t amount) {
        if (error_) {
            return;
        }
        if (out_.payments.size() == template_payments_max) {
            fields.fail(name, "more than " + std::to_string(template_payments_max) +
                                  " payments are demanded");
            return;
        }
        if (amount > out_.coinbase_value - total_) {
            fields.fail(name, std::to_string(amount) +
                                  " is more than the payments before it leave of coinbasevalue");
            return;
        }
        total_ += amount;
        out_.payments.push_back({std::move(script), amount});
    }

    std::optional<TemplateError>& error_;
    BlockTemplate& out_;
    std::int64_t total_ = 0;
};

void decode_coinbasetxn(TemplateFields& fields, std::optional<TemplateError>& error,
                        PaymentReader& reader) {
    const Json& members = fields.object("coinbasetxn", template_names_max, Need::optional);
    TemplateFields coinbase(members, "coinbasetxn.", error);
    for (const auto& [name, value] : members.items()) {
        if (says_nothing(value)) {
            continue;
        }
        const bool is_fund = name == "minerfund";
        if (!is_fund && name != "stakingrewards") {
            coinbase.fail(name.substr(0, template_name_size_max),
                          "demands something of the coinbase that this version does not know");
        } else if (!value.is_object()) {
            coinbase.fail(name, std::string(value.type_name()) + " instead of an object");
        } else if (is_fund) {
            reader.read_miner_fund(value);
        } else {
            reader.read_staking_rewards(value);
        }
    }
}

/// Whether a payee or an amount stands anywhere in the value.
bool orders_payment(const Json& value, int depth_left) {
    if (depth_left == 0 || !value.is_structured()) {
        return false;
    }
    for (const auto& [name, member] : value.items()) {
        if ((value.is_object() && contains(payment_names, lowered(name)) &&
             !says_nothing(member)) ||
            orders_payment(member, depth_left - 1)) {
            return true;
        }
    }
    return false;
}

/// "masternode_payments_enforced": true, where the reply names nobody to be paid.
bool enforces_unknown(std::string_view name, const Json& value, const Json& reply) {
    return name.find("enforce") != std::string_view::npos && value.is_boolean() &&
           value.get<bool>() && std::ranges::none_of(payee_members, [&](std::string_view member) {
               return name.find(member) != std::string_view::npos && reply.contains(member) &&
                      reply.at(member).is_structured();
           });
}

/// What an unknown member demands; empty when it looks like none.
std::string_view demand_of(std::string_view name, const Json& value, const Json& reply) {
    if (says_nothing(value) || contains(innocent_members, name)) {
        return {};
    }
    if (enforces_unknown(name, value, reply)) {
        return "true, but the reply does not say who must be paid";
    }
    if (contains(payment_names, name) || orders_payment(value, payment_depth_max)) {
        return "demands an output of the coinbase that this version does not know";
    }
    if (name.ends_with("_payload") && name != "coinbase_payload") {
        return "demands a payload that this version does not know";
    }
    if (name == "pprpcheader") {
        return "the chain's proof of work is ProgPoW, which no algorithm of this version is";
    }
    return {};
}

}  // namespace

void decode_payments(TemplateFields& fields, const Json& reply, std::optional<TemplateError>& error,
                     BlockTemplate& out) {
    PaymentReader reader(error, out);
    for (const std::string_view name : payee_members) {
        if (const auto member = reply.find(name); member != reply.end() && !says_nothing(*member)) {
            reader.read_payees(fields, name, *member);
        }
    }
    decode_coinbasetxn(fields, error, reader);
    for (const auto& [name, value] : reply.items()) {
        if (const auto demand = demand_of(lowered(name), value, reply); !demand.empty()) {
            fields.fail(name.substr(0, template_name_size_max), std::string(demand));
        }
    }
    out.coinbase_payload =
        fields.hex("coinbase_payload", coinbase_payload_size_max, Need::optional).value_or(Bytes{});
    if (!out.coinbase_payload.empty() && out.witness_commitment) {
        fields.fail("coinbase_payload",
                    "stands beside a witness commitment; how a coinbase with "
                    "both is written is not known");
    }
}

}  // namespace sluice::protocol
