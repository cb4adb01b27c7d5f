#pragma once
/// Rules of chains whose blocks say more than a time and compact bits: a difficulty in hashes,
/// uncles, one of several algorithms. In the chain's own integers, so a replay compares what the
/// chain itself compares. Pure, any thread.

#include "difficulty/network/chain_view.hpp"
#include "difficulty/network/rule_params.hpp"
#include "protocol/pow/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// What a block holds besides its time.
enum class NativeUnit {
    difficulty,  ///< `value` is a difficulty
    bits,        ///< `value` is a compact target of one of several algorithms
};

struct NativeBlock {
    std::int64_t time = 0;
    protocol::UInt256 value = 0;
    bool has_uncles = false;
    std::size_t algorithm = 0;  ///< any numbers, one for each algorithm

    bool operator==(const NativeBlock&) const = default;
};

/// The blocks of a chain before the one in question, as far as they are known.
struct NativeHistory {
    difficulty::Height first_height = 0;
    std::span<const NativeBlock> blocks;  ///< at least one

    [[nodiscard]] difficulty::Height next_height() const { return first_height + blocks.size(); }
};

struct NativeRule {
    std::string_view name;
    std::string_view row;  ///< whose settings it has; empty: it has none
    NativeUnit unit;
    /// What the rule wants of `next`, of which it reads the time and the algorithm; nothing if it
    /// reads a block that is not known.
    std::optional<protocol::UInt256> (*next)(const NativeHistory& history, const NativeBlock& next,
                                             const difficulty::RuleParams& params);
    bool reads_uncles = false;  ///< of the parent
};

[[nodiscard]] std::span<const NativeRule> native_rules() noexcept;
/// nullptr if there is none.
[[nodiscard]] const NativeRule* find_native_rule(std::string_view name, NativeUnit unit) noexcept;

/// A difficulty in decimal digits, or compact bits in hexadecimal ones.
[[nodiscard]] std::string native_text(const protocol::UInt256& value, NativeUnit unit);

}  // namespace sluice::lab
