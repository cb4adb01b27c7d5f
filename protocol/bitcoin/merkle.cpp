#include "protocol/bitcoin/merkle.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace sluice::protocol {
namespace {

Hash256 hash_pair(const Hash256& left, const Hash256& right) {
    const std::array<ByteSpan, 2> pair{left.bytes, right.bytes};
    return sha256d_of_parts(pair);
}

/// Replaces a level of the tree by the level above it, from the pair at `first` on.
void rise(std::vector<Hash256>& level, std::size_t first) {
    if (level.size() % 2 != 0) {
        level.push_back(level.back());
    }
    for (std::size_t i = first; i < level.size(); i += 2) {
        level[i / 2] = hash_pair(level[i], level[i + 1]);
    }
    level.resize(level.size() / 2);
}

}  // namespace

Hash256 merkle_root(std::vector<Hash256> leaves) {
    assert(!leaves.empty());
    while (leaves.size() > 1) {
        rise(leaves, 0);
    }
    return leaves.front();
}

std::vector<Hash256> merkle_branch(std::span<const Hash256> others) {
    std::vector<Hash256> level(1);  // stands for the path from the coinbase, unknown here
    level.insert(level.end(), others.begin(), others.end());
    std::vector<Hash256> branch;
    while (level.size() > 1) {
        branch.push_back(level[1]);
        rise(level, 2);
    }
    return branch;
}

Hash256 fold_branch(const Hash256& coinbase_txid, std::span<const Hash256> branch) {
    Hash256 root = coinbase_txid;
    for (const Hash256& sibling : branch) {
        root = hash_pair(root, sibling);
    }
    return root;
}

}  // namespace sluice::protocol
