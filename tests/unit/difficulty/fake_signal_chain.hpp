#pragma once
/// FakeSignalChain: a chain of timestamps and versions grown block by block. A block's id counts
/// the blocks below it and names the branch it was mined on, as a hash would. Not thread-safe.

#include "difficulty/signalling/version_bits.hpp"

#include <cstdint>
#include <vector>

namespace sluice::difficulty {

class FakeSignalChain final : public SignalView {
public:
    /// Blocks added from now on belong to another branch.
    void set_branch(std::uint64_t branch) { branch_ = branch; }

    void add(std::int64_t time, std::uint32_t version, Height count = 1) {
        blocks_.insert(blocks_.end(), count, Block{time, version, branch_});
    }
    /// Drops the blocks from this height up; the tip is one below.
    void cut(Height height) { blocks_.resize(height); }

    [[nodiscard]] Height next_height() const override { return blocks_.size(); }
    [[nodiscard]] std::int64_t time_at(Height height) const override {
        return blocks_.at(height).time;
    }
    [[nodiscard]] std::uint32_t version_at(Height height) const override {
        ++versions_read;
        return blocks_.at(height).version;
    }
    [[nodiscard]] protocol::Hash256 id_at(Height height) const override {
        protocol::Hash256 id;
        store_le64(id.bytes.data(), height);
        store_le64(id.bytes.data() + 8, blocks_.at(height).branch);
        return id;
    }

    mutable std::uint64_t versions_read = 0;  ///< what a cache should save

private:
    struct Block {
        std::int64_t time = 0;
        std::uint32_t version = 0;
        std::uint64_t branch = 0;
    };

    std::uint64_t branch_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace sluice::difficulty
