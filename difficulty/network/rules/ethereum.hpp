#pragma once
/// Ethereum's difficulty in its own unit, from Frontier to the last fork before the merge: EIP-2
/// (Homestead), EIP-100 (Byzantium), and the delays of the bomb, EIP-649, 1234, 2384, 4345 and
/// 5133. Integer, as in the yellow paper. Pure, any thread.

#include "protocol/pow/uint256.hpp"

#include <cstdint>
#include <string_view>

namespace sluice::difficulty {

enum class EthereumFormula {
    frontier,   ///< up or down by 1/2048, by whether the block took less than 13 s
    homestead,  ///< max(1 - s/10, -99) steps of 1/2048
    byzantium,  ///< max(y - s/9, -99) steps, y = 2 if the parent has uncles, else 1
};

struct EthereumFork {
    std::string_view name;
    EthereumFormula formula;
    std::uint64_t bomb_delay_blocks;
};

inline constexpr EthereumFork frontier_fork{"Frontier", EthereumFormula::frontier, 0};
inline constexpr EthereumFork homestead_fork{"Homestead", EthereumFormula::homestead, 0};
inline constexpr EthereumFork byzantium_fork{"Byzantium", EthereumFormula::byzantium, 3'000'000};
inline constexpr EthereumFork constantinople_fork{"Constantinople", EthereumFormula::byzantium,
                                                  5'000'000};
inline constexpr EthereumFork muir_glacier_fork{"EIP2384", EthereumFormula::byzantium, 9'000'000};
inline constexpr EthereumFork arrow_glacier_fork{"ArrowGlacier", EthereumFormula::byzantium,
                                                 10'700'000};
inline constexpr EthereumFork gray_glacier_fork{"GrayGlacier", EthereumFormula::byzantium,
                                                11'400'000};

inline constexpr std::uint64_t ethereum_difficulty_min = 131'072;

struct EthereumParent {
    protocol::UInt256 difficulty;
    std::uint64_t time = 0;  ///< below the time of the block
    bool has_uncles = false;
};

/// Difficulty of block `number` timestamped `time`, bomb included.
[[nodiscard]] protocol::UInt256 ethereum_difficulty(const EthereumFork& fork, std::uint64_t number,
                                                    std::uint64_t time,
                                                    const EthereumParent& parent);

/// The step towards the wanted spacing alone: parent + parent/2048 * max(most - s/divisor, -99).
[[nodiscard]] protocol::UInt256 ethereum_step(const protocol::UInt256& parent,
                                              std::uint64_t solve_time_s, std::uint64_t divisor_s,
                                              std::int64_t most);

}  // namespace sluice::difficulty
