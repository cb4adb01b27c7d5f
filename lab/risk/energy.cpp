#include "lab/risk/energy.hpp"

namespace sluice::lab {
namespace {

constexpr double hashes_per_th = 1e12;
constexpr double seconds_per_day = 86'400;
constexpr double hours_per_day = 24;
constexpr double w_per_kw = 1000;

double expected_hashes(double difficulty) {
    return difficulty * static_cast<double>(hashes_per_difficulty_numerator) /
           static_cast<double>(hashes_per_difficulty_denominator);
}

}  // namespace

double network_hashrate_ths(double difficulty, double spacing_s) {
    return expected_hashes(difficulty) / spacing_s / hashes_per_th;
}

double power_w(const MinerPower& miner) { return miner.hashrate_ths * miner.efficiency_j_per_th; }

double energy_kwh_per_day(const MinerPower& miner) {
    return power_w(miner) / w_per_kw * hours_per_day;
}

double coins_per_day(double hashrate_ths, const MiningTerms& terms) {
    const double blocks =
        hashrate_ths * hashes_per_th * seconds_per_day / expected_hashes(terms.difficulty);
    return blocks * terms.reward_coins * (1 - terms.fee);
}

MiningDay mining_day(const MinerPower& miner, const MiningTerms& terms) {
    MiningDay day;
    const double energy_kwh = energy_kwh_per_day(miner);
    day.coins = coins_per_day(miner.hashrate_ths, terms);
    day.revenue = day.coins * terms.price;
    day.cost = energy_kwh * terms.power_price;
    day.profit = day.revenue - day.cost;
    day.break_even_j_per_th =
        day.revenue / (hours_per_day * terms.power_price * miner.hashrate_ths / w_per_kw);
    day.break_even_power_price = day.revenue / energy_kwh;
    day.break_even_price = day.cost / day.coins;
    day.energy_kwh_per_coin = energy_kwh / day.coins;
    return day;
}

}  // namespace sluice::lab
