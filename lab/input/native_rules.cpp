#include "lab/input/native_rules.hpp"

#include "base/hex.hpp"
#include "difficulty/network/rules/ethereum.hpp"
#include "difficulty/network/rules/grin.hpp"
#include "difficulty/network/rules/lwma.hpp"
#include "difficulty/network/rules/monero.hpp"
#include "difficulty/network/rules/multi_shield.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace sluice::lab {
namespace {

using protocol::UInt256;
using Wanted = std::optional<UInt256>;

/// Ethereum Classic took the bomb away (ECIP-1041) and later took Byzantium's formula (ECIP-1054).
constexpr std::uint64_t no_bomb = std::numeric_limits<std::uint64_t>::max();
constexpr difficulty::EthereumFork classic_fork{"Gotham", difficulty::EthereumFormula::homestead,
                                                no_bomb};
constexpr difficulty::EthereumFork atlantis_fork{"Atlantis", difficulty::EthereumFormula::byzantium,
                                                 no_bomb};

template <const difficulty::EthereumFork& fork>
Wanted ethereum_next(const NativeHistory& history, const NativeBlock& next,
                     const difficulty::RuleParams&) {
    const NativeBlock& parent = history.blocks.back();
    return difficulty::ethereum_difficulty(
        fork, history.next_height(), static_cast<std::uint64_t>(next.time),
        {parent.value, static_cast<std::uint64_t>(parent.time), parent.has_uncles});
}

/// The newest `count` blocks, which reach back to `lowest` if the chain is shorter than that;
/// nothing if they are not all known.
std::optional<std::span<const NativeBlock>> newest(const NativeHistory& history,
                                                   difficulty::Height count,
                                                   difficulty::Height lowest) {
    const difficulty::Height wanted = std::min(count, history.next_height() - lowest);
    if (wanted > history.blocks.size()) {
        return std::nullopt;
    }
    return history.blocks.last(static_cast<std::size_t>(wanted));
}

Wanted monero_next(const NativeHistory& history, const NativeBlock&,
                   const difficulty::RuleParams& params) {
    const auto window = static_cast<std::size_t>(params.window_blocks);
    const std::size_t lag = window * difficulty::monero_lag / difficulty::monero_window;
    const auto blocks = newest(history, window + lag, 1);  // genesis never counts
    if (!blocks) {
        return std::nullopt;
    }
    std::vector<std::int64_t> times;
    std::vector<UInt256> cumulative;
    UInt256 sum = 0;
    for (const NativeBlock& block : blocks->first(std::min(blocks->size(), window))) {
        sum += block.value;
        times.push_back(block.time);
        cumulative.push_back(sum);
    }
    return difficulty::monero_difficulty(
        std::move(times), cumulative, params.spacing_s, window,
        window * difficulty::monero_cut / difficulty::monero_window);
}

Wanted grin_next(const NativeHistory& history, const NativeBlock&,
                 const difficulty::RuleParams& params) {
    const auto blocks = newest(history, 2, 0);
    if (!blocks) {
        return std::nullopt;
    }
    const std::int64_t solve_time_s =
        blocks->size() < 2 ? params.spacing_s : blocks->back().time - blocks->front().time;
    const UInt256 next = difficulty::grin_difficulty(blocks->back().value, solve_time_s,
                                                     params.spacing_s, params.half_life_s);
    return std::max<UInt256>(next, difficulty::grin_difficulty_min);
}

/// The blocks of an LWMA's window as its functions take them.
struct LwmaWindow {
    std::vector<std::int64_t> times;  ///< of the block before the window too
    UInt256 work = 0;
};

std::optional<LwmaWindow> lwma_window(const NativeHistory& history,
                                      const difficulty::RuleParams& params) {
    const auto count = static_cast<std::size_t>(params.window_blocks) + 1;
    if (history.blocks.size() < count) {
        return std::nullopt;
    }
    LwmaWindow window;
    for (const NativeBlock& block : history.blocks.last(count)) {
        window.times.push_back(block.time);
        window.work += block.value;
    }
    window.work -= history.blocks[history.blocks.size() - count].value;
    return window;
}

Wanted lwma_1_next(const NativeHistory& history, const NativeBlock&,
                   const difficulty::RuleParams& params) {
    const auto window = lwma_window(history, params);
    if (!window) {
        return std::nullopt;
    }
    return difficulty::lwma_1_difficulty(
        difficulty::lwma_1_weighted_time(window->times, params.spacing_s, params.tie_s),
        window->work, params.window_blocks, params.spacing_s);
}

Wanted lwma_4_next(const NativeHistory& history, const NativeBlock&,
                   const difficulty::RuleParams& params) {
    auto window = lwma_window(history, params);
    if (!window) {
        return std::nullopt;
    }
    return difficulty::lwma_4_difficulty(
        std::move(window->times), {window->work, history.blocks.back().value}, params.spacing_s);
}

/// A span of native blocks as median_time_past reads a chain.
struct NativeTimes {
    const NativeHistory& history;
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const {
        return history.blocks[static_cast<std::size_t>(height - history.first_height)].time;
    }
};

Wanted digibyte_next(const NativeHistory& history, const NativeBlock& next,
                     const difficulty::RuleParams& params) {
    const auto window = static_cast<difficulty::Height>(params.window_blocks);
    const difficulty::Height tip = history.next_height() - 1;
    if (tip < window || !newest(history, window + difficulty::median_time_span, 0)) {
        return std::nullopt;
    }
    const auto last = std::ranges::find(history.blocks.rbegin(), history.blocks.rend(),
                                        next.algorithm, &NativeBlock::algorithm);
    if (last == history.blocks.rend()) {
        return std::nullopt;
    }
    const NativeTimes times{history};
    return difficulty::multi_shield_bits(
        {.bits = static_cast<std::uint32_t>(last->value),
         .blocks_since = last - history.blocks.rbegin(),
         .took = difficulty::median_time_past(times, tip) -
                 difficulty::median_time_past(times, tip - window)},
        difficulty::digibyte_algorithms, params);
}

constexpr NativeUnit difficulty_unit = NativeUnit::difficulty;

constexpr std::array rules{
    NativeRule{"ethereum-frontier", "", difficulty_unit, ethereum_next<difficulty::frontier_fork>},
    NativeRule{"ethereum-homestead", "", difficulty_unit,
               ethereum_next<difficulty::homestead_fork>},
    NativeRule{"ethereum-byzantium", "", difficulty_unit, ethereum_next<difficulty::byzantium_fork>,
               true},
    NativeRule{"ethereum-constantinople", "", difficulty_unit,
               ethereum_next<difficulty::constantinople_fork>, true},
    NativeRule{"ethereum-muir-glacier", "", difficulty_unit,
               ethereum_next<difficulty::muir_glacier_fork>, true},
    NativeRule{"ethereum-arrow-glacier", "", difficulty_unit,
               ethereum_next<difficulty::arrow_glacier_fork>, true},
    NativeRule{"ethereum-gray-glacier", "", difficulty_unit,
               ethereum_next<difficulty::gray_glacier_fork>, true},
    NativeRule{"ethereum-classic", "", difficulty_unit, ethereum_next<classic_fork>},
    NativeRule{"ethereum-classic-atlantis", "", difficulty_unit, ethereum_next<atlantis_fork>,
               true},
    NativeRule{"monero", "monero", difficulty_unit, monero_next},
    NativeRule{"grin", "grin", difficulty_unit, grin_next},
    NativeRule{"lwma-1", "lwma-1", difficulty_unit, lwma_1_next},
    NativeRule{"lwma-4", "lwma-4", difficulty_unit, lwma_4_next},
    NativeRule{"digibyte", "digibyte", NativeUnit::bits, digibyte_next},
};

}  // namespace

std::span<const NativeRule> native_rules() noexcept { return rules; }

const NativeRule* find_native_rule(std::string_view name, NativeUnit unit) noexcept {
    const auto row = std::ranges::find_if(
        rules, [&](const NativeRule& rule) { return rule.name == name && rule.unit == unit; });
    return row == rules.end() ? nullptr : &*row;
}

std::string native_text(const UInt256& value, NativeUnit unit) {
    return unit == NativeUnit::bits ? to_hex_be32(static_cast<std::uint32_t>(value)) : value.str();
}

}  // namespace sluice::lab
