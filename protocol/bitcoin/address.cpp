#include "protocol/bitcoin/address.hpp"

#include "base/ascii.hpp"
#include "protocol/bitcoin/base58.hpp"
#include "protocol/bitcoin/bech32.hpp"
#include "protocol/bitcoin/cashaddr.hpp"
#include "protocol/bitcoin/script.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace sluice::protocol {
namespace {

constexpr std::size_t hash160_size = 20;
constexpr int witness_version_max = 16;

/// `owners` are the chains that the address belongs to; `mark` is what told so.
std::string wrong_chain(const std::string& owners, const std::string& mark,
                        const ChainParams& expected) {
    if (owners.empty()) {
        return "unknown " + mark;
    }
    return "it is an address of " + owners + ", not of " + std::string(expected.name);
}

bool has_witness_prefix(const ChainParams& chain, std::string_view prefix) {
    return !prefix.empty() && chain.witness_prefix == prefix;
}

bool has_cash_prefix(const ChainParams& chain, std::string_view prefix) {
    return !prefix.empty() && chain.cash_prefix == prefix;
}

bool is_script_hash_version(const ChainParams& chain, std::uint8_t version) {
    return std::ranges::find(chain.script_hash_versions, version) !=
           chain.script_hash_versions.end();
}

/// `version` is one character, the byte itself.
bool has_version(const ChainParams& chain, std::string_view version) {
    const auto byte = static_cast<std::uint8_t>(version.front());
    return chain.pubkey_hash_version == byte || is_script_hash_version(chain, byte);
}

/// Whether the text claims to be a witness address: a known prefix before its first '1'.
bool is_witness_address(std::string_view address) {
    const std::string prefix = lowered(address.substr(0, address.find('1')));
    return std::ranges::any_of(
        chain_params, [&](const ChainParams& chain) { return has_witness_prefix(chain, prefix); });
}

/// Whether it claims to be a cashaddr of this chain: a prefix, or one left out that fits.
bool is_cash_address(std::string_view address, const ChainParams& chain) {
    return address.find(':') != std::string_view::npos ||
           (!chain.cash_prefix.empty() && decode_cashaddr(address, chain.cash_prefix).has_value());
}

/// BIP141's and BIP350's rules on the decoded values; empty when they hold.
std::string witness_problem(int version, Bech32Encoding encoding, std::size_t program_size) {
    if (version > witness_version_max) {
        return "witness version " + std::to_string(version) + " does not exist; 0 to 16 do";
    }
    if (version == 0 && encoding != Bech32Encoding::bech32) {
        return "witness version 0 must use the bech32 checksum, this one is bech32m";
    }
    if (version != 0 && encoding != Bech32Encoding::bech32m) {
        return "witness version " + std::to_string(version) +
               " must use the bech32m checksum, this one is bech32";
    }
    if (version == 0 && program_size != 20 && program_size != 32) {
        return "witness program of " + std::to_string(program_size) +
               " bytes; version 0 has 20 or 32";
    }
    if (program_size < 2 || program_size > 40) {
        return "witness program of " + std::to_string(program_size) + " bytes; it has 2 to 40";
    }
    return {};
}

Result<Bytes> script_of_witness_address(std::string_view address, const ChainParams& chain) {
    const auto decoded = decode_bech32(address);
    if (!decoded) {
        return Unexpected{decoded.error()};
    }
    if (!has_witness_prefix(chain, decoded->prefix)) {
        return Unexpected{wrong_chain(chain_names_where(has_witness_prefix, decoded->prefix),
                                      "prefix " + decoded->prefix, chain)};
    }
    if (decoded->values.empty()) {
        return Unexpected{std::string("nothing between the prefix and the checksum")};
    }
    const int version = decoded->values.front();
    const auto program = bytes_of_five_bit_values(std::span{decoded->values}.subspan(1));
    if (!program) {
        return Unexpected{
            std::string("the last character before the checksum has bits that must "
                        "be zero")};
    }
    if (auto problem = witness_problem(version, decoded->encoding, program->size());
        !problem.empty()) {
        return Unexpected{std::move(problem)};
    }
    return pay_to_witness(version, *program);
}

Result<Bytes> script_of_cash_address(std::string_view address, const ChainParams& chain) {
    const auto decoded = decode_cashaddr(address, chain.cash_prefix);
    if (!decoded) {
        return Unexpected{decoded.error()};
    }
    if (!has_cash_prefix(chain, decoded->prefix)) {
        return Unexpected{wrong_chain(chain_names_where(has_cash_prefix, decoded->prefix),
                                      "prefix " + decoded->prefix, chain)};
    }
    if (decoded->hash.size() != hash160_size) {
        return Unexpected{"a hash of " + std::to_string(decoded->hash.size()) +
                          " bytes; of those with 20 the script is known"};
    }
    return decoded->type == CashAddressType::pubkey_hash ? pay_to_pubkey_hash(decoded->hash)
                                                         : pay_to_script_hash(decoded->hash);
}

Result<Bytes> script_of_base58_address(std::string_view address, const ChainParams& chain) {
    const auto decoded = decode_base58check(address);
    if (!decoded) {
        return Unexpected{decoded.error()};
    }
    const std::uint8_t version = decoded->front();
    const ByteSpan hash = ByteSpan{*decoded}.subspan(1);
    if (hash.size() != hash160_size) {
        return Unexpected{"a hash of " + std::to_string(hash.size()) + " bytes; an address has 20"};
    }
    if (version == chain.pubkey_hash_version) {
        return pay_to_pubkey_hash(hash);
    }
    if (is_script_hash_version(chain, version)) {
        return pay_to_script_hash(hash);
    }
    const char byte = static_cast<char>(version);
    return Unexpected{wrong_chain(chain_names_where(has_version, {&byte, 1}),
                                  "version byte " + std::to_string(version), chain)};
}

Result<Bytes> script_of(std::string_view address, const ChainParams& chain) {
    if (is_cash_address(address, chain)) {
        return script_of_cash_address(address, chain);
    }
    return is_witness_address(address) ? script_of_witness_address(address, chain)
                                       : script_of_base58_address(address, chain);
}

}  // namespace

Result<Bytes> script_of_address(std::string_view address, const ChainParams& chain) {
    auto script = script_of(address, chain);
    if (script) {
        return script;
    }
    return Unexpected{script.error() + "; " + std::string(chain.name) + " addresses begin with " +
                      std::string(chain.beginnings)};
}

Result<Bytes> script_of_any_address(std::string_view address) {
    for (const ChainParams& chain : chain_params) {
        if (auto script = script_of(address, chain)) {
            return script;
        }
    }
    return Unexpected{std::string("an address of no known form")};
}

}  // namespace sluice::protocol
