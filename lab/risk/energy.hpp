#pragma once
/// What mining costs and earns: hashes, joules and money. Units are in the names; th is a terahash
/// (10^12), "price" is the money of one coin, "power_price" that of a kWh, in the same currency.
/// Pure, any thread.

#include <cstdint>

namespace sluice::lab {

/// Expected hashes per unit of difficulty, 2^48 / 65535, as a fraction: the target of difficulty 1
/// is 65535 * 2^208.
inline constexpr std::uint64_t hashes_per_difficulty_numerator = 1ULL << 48;
inline constexpr std::uint64_t hashes_per_difficulty_denominator = 65'535;
/// The same to the nearest whole hash: 4,295,032,833.
inline constexpr std::uint64_t hashes_per_difficulty =
    (hashes_per_difficulty_numerator + hashes_per_difficulty_denominator / 2) /
    hashes_per_difficulty_denominator;

/// Hashrate at which blocks of this difficulty come every `spacing_s` seconds.
[[nodiscard]] double network_hashrate_ths(double difficulty, double spacing_s);

/// A miner or a fleet of them.
struct MinerPower {
    double hashrate_ths = 100;
    double efficiency_j_per_th = 20;  ///< at the wall, cooling included

    bool operator==(const MinerPower&) const = default;
};

[[nodiscard]] double power_w(const MinerPower& miner);
[[nodiscard]] double energy_kwh_per_day(const MinerPower& miner);

/// The terms on which hashes are paid.
struct MiningTerms {
    double difficulty = 1;
    double reward_coins = 3.125;  ///< a block's subsidy and fees
    double price = 0;             ///< of a coin
    double power_price = 0;       ///< of a kWh
    double fee = 0;               ///< part of the reward that the pool keeps, 0 to 1

    bool operator==(const MiningTerms&) const = default;
};

/// Expected coins a day.
[[nodiscard]] double coins_per_day(double hashrate_ths, const MiningTerms& terms);

/// A day of mining in money, and the prices at which it would break even.
struct MiningDay {
    double coins = 0;
    double revenue = 0;
    double cost = 0;
    double profit = 0;
    double break_even_j_per_th = 0;     ///< least efficient miner that does not lose
    double break_even_power_price = 0;  ///< dearest kWh
    double break_even_price = 0;        ///< cheapest coin
    double energy_kwh_per_coin = 0;     ///< spent for each
};

[[nodiscard]] MiningDay mining_day(const MinerPower& miner, const MiningTerms& terms);

}  // namespace sluice::lab
