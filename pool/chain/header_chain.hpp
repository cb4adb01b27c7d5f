#pragma once
/// HeaderChain: every header of the chain in memory, as the difficulty rules and version bits look
/// at it. 80 bytes a block. Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "difficulty/signalling/version_bits.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <cstdint>
#include <vector>

namespace sluice::pool {

class HeaderChain final : public difficulty::ChainView, public difficulty::SignalView {
public:
    void append(const protocol::BlockHeader& header, const protocol::Hash256& id) {
        headers_.push_back(header);
        tip_id_ = id;
    }

    [[nodiscard]] difficulty::Height next_height() const override { return headers_.size(); }
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const override {
        return headers_[height].time;
    }
    [[nodiscard]] std::uint32_t bits_at(difficulty::Height height) const override {
        return headers_[height].bits;
    }
    [[nodiscard]] std::uint32_t version_at(difficulty::Height height) const override {
        return headers_[height].version;
    }
    [[nodiscard]] protocol::Hash256 id_at(difficulty::Height height) const override {
        return height + 1 < headers_.size() ? headers_[height + 1].previous : tip_id_;
    }

    /// Undefined before genesis is appended, as the next two.
    [[nodiscard]] const protocol::BlockHeader& tip() const noexcept { return headers_.back(); }
    [[nodiscard]] const protocol::Hash256& tip_id() const noexcept { return tip_id_; }
    [[nodiscard]] std::int64_t tip_height() const noexcept {
        return static_cast<std::int64_t>(headers_.size()) - 1;
    }

private:
    std::vector<protocol::BlockHeader> headers_;
    protocol::Hash256 tip_id_;
};

}  // namespace sluice::pool
