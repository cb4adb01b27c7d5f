#pragma once
/// Merkle trees of transaction ids as blocks have them: double SHA-256 of pairs, an odd level ends
/// in a pair of its last hash with itself (developer reference, "Merkle Trees"). The branch is what
/// Stratum sends, so that a miner who changes the coinbase hashes only one path. Pure, any thread.

#include "protocol/pow/hash256.hpp"

#include <span>
#include <vector>

namespace sluice::protocol {

/// Root of the tree over `leaves` in block order; the one leaf itself when there is one. A block
/// has at least its coinbase, so `leaves` must not be empty.
[[nodiscard]] Hash256 merkle_root(std::vector<Hash256> leaves);

/// The sibling at each level of the path from leaf 0, leaf level first. `others` are the leaves
/// after the coinbase; with none the branch is empty.
[[nodiscard]] std::vector<Hash256> merkle_branch(std::span<const Hash256> others);

/// Root of the tree whose leaf 0 is `coinbase_txid`. Allocates nothing.
[[nodiscard]] Hash256 fold_branch(const Hash256& coinbase_txid, std::span<const Hash256> branch);

}  // namespace sluice::protocol
