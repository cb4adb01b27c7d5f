#pragma once
/// A rule that follows a growing chain: the same answers as required_bits, at a cost that does not
/// grow with the chain and, where the rule is a sum over a window, not with the window either. For
/// simulations and replays of millions of blocks. Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "difficulty/network/rule.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace sluice::difficulty {

class RuleCursor {
public:
    RuleCursor() = default;
    RuleCursor& operator=(const RuleCursor&) = delete;
    virtual ~RuleCursor() = default;

    /// The chain grew by this block; any timestamp and any bits are taken as they are.
    virtual void append(std::int64_t time, std::uint32_t bits) = 0;
    /// Bits of the block to come if its timestamp is `next_time`; at least one block was appended.
    [[nodiscard]] virtual std::uint32_t next_bits(std::int64_t next_time) = 0;
    /// A fork of the chain here: both go on by themselves.
    [[nodiscard]] virtual std::unique_ptr<RuleCursor> clone() const = 0;

protected:
    RuleCursor(const RuleCursor&) = default;  // for clone() alone
};

/// A rule's make_cursor: its class of cursors, made of the params, the first height and
/// `arguments`.
template <class Cursor, auto... arguments>
[[nodiscard]] std::unique_ptr<RuleCursor> make_cursor_of(const RuleParams& params, Height first) {
    return std::make_unique<Cursor>(params, first, arguments...);
}

/// A cursor over a chain whose newest blocks are `initial`, the first of them at height `first`.
/// Exceptions for late blocks that the params name are part of it.
/// Give the whole chain or at least rule.reach(params) blocks. If the params name no anchor, the
/// first of `initial` is it; `params` must be valid.
[[nodiscard]] std::unique_ptr<RuleCursor> make_cursor(const DifficultyRule& rule,
                                                      const RuleParams& params,
                                                      std::span<const Block> initial,
                                                      Height first = 0);

}  // namespace sluice::difficulty
