#include "pool/source/header_check.hpp"

#include "base/hex.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <iterator>

namespace sluice::pool {
namespace {

/// Version bit of a header whose work is that of another chain's (AuxPoW of Namecoin and Dogecoin).
constexpr std::uint32_t merge_mined_bit = 1U << 8;

bool meets_own_target(const protocol::BlockHeader& header, PowHash hash) {
    const protocol::CompactTarget target = protocol::decode_compact(header.bits);
    protocol::Hash256 work;
    hash(protocol::serialize(header), work.bytes);
    return target.valid() && protocol::meets(work, target.target);
}

bool all_meet(std::span<const protocol::BlockHeader> headers, PowHash hash) {
    return std::ranges::all_of(headers, [&](const protocol::BlockHeader& header) {
        return meets_own_target(header, hash);
    });
}

/// Without those whose work is that of another chain's header.
std::vector<protocol::BlockHeader> mined_here(std::span<const protocol::BlockHeader> headers) {
    std::vector<protocol::BlockHeader> mined;
    std::ranges::copy_if(headers, std::back_inserter(mined), [](const auto& header) {
        return (header.version & merge_mined_bit) == 0;
    });
    return mined;
}

}  // namespace

Result<void> check_proof_of_work(std::span<const protocol::BlockHeader> headers,
                                 const std::vector<NamedHash>& hashes) {
    const auto mined = mined_here(headers);
    if (hashes.empty() || all_meet(mined, hashes.front().hash)) {
        return {};
    }
    const auto right = std::ranges::find_if(
        hashes, [&](const NamedHash& other) { return all_meet(mined, other.hash); });
    if (right == hashes.end()) {
        return {};
    }
    return Unexpected{"the last " + std::to_string(mined.size()) +
                      " headers do not meet their targets by " + hashes.front().name + " but by " +
                      right->name + "; correct pool.algorithm, or node.url"};
}

bool none_mined_by(std::span<const protocol::BlockHeader> headers, const NamedHash& algorithm) {
    const auto mined = mined_here(headers);
    return !mined.empty() && std::ranges::none_of(mined, [&](const auto& header) {
        return meets_own_target(header, algorithm.hash);
    });
}

std::string genesis_problem(std::string_view network, std::string_view genesis) {
    const protocol::ChainParams* wanted = protocol::find_chain(network);
    if (wanted == nullptr || wanted->genesis.empty() || genesis.empty() ||
        wanted->genesis == genesis) {
        return {};
    }
    const std::string owners =
        protocol::chain_names_where([](const protocol::ChainParams& chain,
                                       std::string_view hash) { return chain.genesis == hash; },
                                    genesis);
    return "block 0 is " + std::string(genesis) +
           (owners.empty() ? ", of a chain that is not known" : ", that of " + owners) +
           "; that of " + std::string(network) + " is " + std::string(wanted->genesis);
}

const protocol::ChainParams* chain_by_genesis(std::string_view network,
                                              std::string_view genesis) noexcept {
    const protocol::ChainParams* named = protocol::find_chain(network);
    if (genesis.empty() || (named != nullptr && named->genesis == genesis)) {
        return named;
    }
    const auto row =
        std::ranges::find(protocol::chain_params, genesis, &protocol::ChainParams::genesis);
    return row == protocol::chain_params.end() ? nullptr : &*row;
}

std::optional<double> measured_spacing_s(std::int64_t first_time, std::int64_t last_time,
                                         std::int64_t blocks) {
    if (blocks <= 0 || last_time <= first_time) {
        return std::nullopt;
    }
    return static_cast<double>(last_time - first_time) / static_cast<double>(blocks);
}

std::optional<protocol::BlockHeader> header_of_hex(std::string_view digits) {
    constexpr std::size_t header_digits = 2 * protocol::block_header_size;
    const auto bytes = from_hex(digits.substr(0, header_digits));
    if (!bytes || bytes->size() != protocol::block_header_size) {
        return std::nullopt;
    }
    return protocol::parse_header(ByteSpan(*bytes).first<protocol::block_header_size>());
}

}  // namespace sluice::pool
