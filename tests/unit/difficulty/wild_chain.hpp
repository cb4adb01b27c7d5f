#pragma once
/// A whole chain in memory, and a miner who makes such blocks as no honest one would: timestamps
/// that run backwards, stand still or leap, bits anywhere up to the limit. For properties that must
/// hold on every chain. The same seed gives the same chain everywhere. Not thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace sluice::difficulty {

class WholeChain final : public ChainView {
public:
    WholeChain() = default;
    explicit WholeChain(std::vector<Block> blocks) : blocks_(std::move(blocks)) {}

    void append(const Block& block) { blocks_.push_back(block); }
    [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

    [[nodiscard]] Height next_height() const override { return blocks_.size(); }
    [[nodiscard]] std::int64_t time_at(Height height) const override {
        return blocks_.at(height).time;
    }
    [[nodiscard]] std::uint32_t bits_at(Height height) const override {
        return blocks_.at(height).bits;
    }

private:
    std::vector<Block> blocks_;
};

/// Solve times and timestamps of random blocks.
class WildMiner {
public:
    WildMiner(std::uint64_t seed, std::int64_t spacing_s) : random_(seed), spacing_s_(spacing_s) {}

    /// A timestamp that follows `tip_time`: usually near the wanted spacing, sometimes absurd.
    [[nodiscard]] std::int64_t next_time(std::int64_t tip_time);
    /// Usually `wanted`, sometimes any target from 1 to `limit_bits`.
    [[nodiscard]] std::uint32_t next_bits(std::uint32_t wanted, std::uint32_t limit_bits);
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

private:
    std::mt19937_64 random_;
    std::int64_t spacing_s_;
};

}  // namespace sluice::difficulty
