#pragma once
/// What a node's own headers say about it: whether they are mined by the pool's algorithm, which
/// chain they belong to, and how far apart its blocks are wanted. Pure, any thread.

#include "base/result.hpp"
#include "pool/chain/chain_settings.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/chain_params.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// An algorithm by which headers may be mined.
struct NamedHash {
    std::string name{};
    PowHash hash = nullptr;
};

/// Newest headers that are hashed. On a test chain of least difficulty every second hash meets the
/// target whatever the algorithm: of eight wrong ones all do once in 256 times.
inline constexpr std::size_t headers_checked_max = 8;

/// Blocks whose spacing is measured on a chain that the table does not know: enough to know it
/// within 10 %, few enough that a change of hashrate does not matter for long.
inline constexpr std::int64_t spacing_blocks = 144;

/// Whether the headers meet their own targets by the first of `hashes`, the pool's. An error where
/// all of them do by another one, which it names: chains with several algorithms, or with blocks
/// that are not mined, are no error. Merge-mined headers, whose work is elsewhere, are passed over.
[[nodiscard]] Result<void> check_proof_of_work(std::span<const protocol::BlockHeader> headers,
                                               const std::vector<NamedHash>& hashes);

/// Whether there are headers to judge by, and not one of them is mined by this algorithm.
[[nodiscard]] bool none_mined_by(std::span<const protocol::BlockHeader> headers,
                                 const NamedHash& algorithm);

/// What is odd about a node whose block 0 is `genesis` (display hex) under this network: empty when
/// nothing is known to be.
[[nodiscard]] std::string genesis_problem(std::string_view network, std::string_view genesis);

/// The row that says how far apart blocks are: that of the network if its block 0 is this one, else
/// any of this block 0; null when the table does not know the chain.
[[nodiscard]] const protocol::ChainParams* chain_by_genesis(std::string_view network,
                                                            std::string_view genesis) noexcept;

/// Seconds a block between two timestamps; nothing when they say nothing.
[[nodiscard]] std::optional<double> measured_spacing_s(std::int64_t first_time,
                                                       std::int64_t last_time, std::int64_t blocks);

/// Of getblockheader in its short form: hex digits of at least 80 bytes.
[[nodiscard]] std::optional<protocol::BlockHeader> header_of_hex(std::string_view digits);

}  // namespace sluice::pool
