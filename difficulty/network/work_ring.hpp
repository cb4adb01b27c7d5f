#pragma once
/// WorkRing: timestamps of a chain's newest blocks, and the work of the chain up to each of them,
/// so that the work of a window is one subtraction. Copying forks the chain. Not thread-safe.

#include "difficulty/network/height_ring.hpp"
#include "difficulty/network/native_difficulty.hpp"

#include <cstdint>

namespace sluice::difficulty {

class WorkRing {
public:
    /// As HeightRing's.
    WorkRing(Height kept, Height first) : blocks_(kept, first) {}

    void append(std::int64_t time, std::uint32_t bits) {
        tip_work_ = work_.of(bits);
        chain_work_ += tip_work_;
        tip_bits_ = bits;
        blocks_.append({time, chain_work_});
    }

    [[nodiscard]] Height first_height() const { return blocks_.first_height(); }
    [[nodiscard]] Height next_height() const { return blocks_.next_height(); }
    /// Of a block that is still remembered.
    [[nodiscard]] std::int64_t time_at(Height height) const { return blocks_.at(height).time; }
    /// Work of the blocks above `before` up to `last`, both still remembered.
    [[nodiscard]] protocol::UInt256 work_between(Height before, Height last) const {
        return blocks_.at(last).chain_work - blocks_.at(before).chain_work;
    }
    /// The newest block's.
    [[nodiscard]] std::uint32_t tip_bits() const { return tip_bits_; }
    [[nodiscard]] const protocol::UInt256& tip_work() const { return tip_work_; }

private:
    struct Entry {
        std::int64_t time = 0;
        protocol::UInt256 chain_work;
    };

    HeightRing<Entry> blocks_;
    protocol::UInt256 chain_work_;
    protocol::UInt256 tip_work_;
    WorkMemo work_;
    std::uint32_t tip_bits_ = 0;
};

}  // namespace sluice::difficulty
