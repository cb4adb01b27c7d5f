#include "protocol/address.hpp"

#include "protocol/ascii.hpp"
#include "protocol/base58.hpp"
#include "protocol/bech32.hpp"
#include "protocol/script.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace sluice::protocol {
namespace {

/// chainparams.cpp of Bitcoin Core: base58Prefixes and bech32_hrp.
struct NetworkRow {
    Network network;
    std::string_view name;
    std::uint8_t pubkey_hash_version;
    std::uint8_t script_hash_version;
    std::string_view witness_prefix;
    std::string_view beginnings;  ///< for messages
};

constexpr std::array<NetworkRow, 4> networks{{
    {Network::main, "main", 0x00, 0x05, "bc", "1, 3 or bc1"},
    {Network::test, "test", 0x6f, 0xc4, "tb", "m, n, 2 or tb1"},
    {Network::signet, "signet", 0x6f, 0xc4, "tb", "m, n, 2 or tb1"},
    {Network::regtest, "regtest", 0x6f, 0xc4, "bcrt", "m, n, 2 or bcrt1"},
}};

constexpr std::size_t hash160_size = 20;
constexpr int witness_version_max = 16;

const NetworkRow& row_of(Network network) { return networks[static_cast<std::size_t>(network)]; }

/// "test or signet or regtest", those that `matches` takes; empty when none does.
template <class Matches>
std::string names_where(Matches matches) {
    std::string names;
    for (const NetworkRow& row : networks) {
        if (matches(row)) {
            names += (names.empty() ? "" : " or ") + std::string(row.name);
        }
    }
    return names;
}

/// `owners` are the networks that the address belongs to; `mark` is what told so.
std::string wrong_network(const std::string& owners, const std::string& mark,
                          const NetworkRow& expected) {
    if (owners.empty()) {
        return "unknown " + mark;
    }
    return "it is an address of " + owners + ", not of " + std::string(expected.name);
}

/// Whether the text claims to be a witness address: a known prefix before its first '1'.
bool has_witness_prefix(std::string_view address) {
    std::string prefix(address.substr(0, std::min(address.find('1'), address.size())));
    std::transform(prefix.begin(), prefix.end(), prefix.begin(), to_lower);
    return std::any_of(networks.begin(), networks.end(),
                       [&](const NetworkRow& row) { return row.witness_prefix == prefix; });
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

Result<Bytes> script_of_witness_address(std::string_view address, const NetworkRow& network) {
    const auto decoded = decode_bech32(address);
    if (!decoded) {
        return Unexpected{decoded.error()};
    }
    if (decoded->prefix != network.witness_prefix) {
        const std::string owners = names_where(
            [&](const NetworkRow& row) { return row.witness_prefix == decoded->prefix; });
        return Unexpected{wrong_network(owners, "prefix " + decoded->prefix, network)};
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

Result<Bytes> script_of_base58_address(std::string_view address, const NetworkRow& network) {
    const auto decoded = decode_base58check(address);
    if (!decoded) {
        return Unexpected{decoded.error()};
    }
    const std::uint8_t version = decoded->front();
    const ByteSpan hash = ByteSpan{*decoded}.subspan(1);
    if (hash.size() != hash160_size) {
        return Unexpected{"a hash of " + std::to_string(hash.size()) + " bytes; an address has 20"};
    }
    if (version == network.pubkey_hash_version) {
        return pay_to_pubkey_hash(hash);
    }
    if (version == network.script_hash_version) {
        return pay_to_script_hash(hash);
    }
    const std::string owners = names_where([&](const NetworkRow& row) {
        return row.pubkey_hash_version == version || row.script_hash_version == version;
    });
    return Unexpected{wrong_network(owners, "version byte " + std::to_string(version), network)};
}

}  // namespace

std::string_view name_of(Network network) noexcept { return row_of(network).name; }

std::optional<Network> network_named(std::string_view name) noexcept {
    for (const NetworkRow& row : networks) {
        if (row.name == name) {
            return row.network;
        }
    }
    return std::nullopt;
}

Result<Bytes> script_of_address(std::string_view address, Network network) {
    const NetworkRow& row = row_of(network);
    auto script = has_witness_prefix(address) ? script_of_witness_address(address, row)
                                              : script_of_base58_address(address, row);
    if (script) {
        return script;
    }
    return Unexpected{script.error() + "; " + std::string(row.name) + " addresses begin with " +
                      std::string(row.beginnings)};
}

}  // namespace sluice::protocol
