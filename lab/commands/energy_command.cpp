#include "lab/commands/commands.hpp"

#include "base/hex.hpp"
#include "lab/risk/energy.hpp"
#include "lab/support/command_error.hpp"
#include "protocol/pow/target.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice::lab {
namespace {

struct EnergyOptions {
    std::vector<double> efficiencies_j_per_th;
    double hashrate_ths = 100;
    std::string bits;                    ///< hex; wins over the difficulty
    MiningTerms terms{.difficulty = 0};  ///< to be given
    double spacing_s = 600;
};

double difficulty_of_bits(const std::string& text) {
    std::uint32_t bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits, 16);
    const protocol::CompactTarget target = protocol::decode_compact(bits);
    if (error != std::errc{} || end != text.data() + text.size() || !target.valid()) {
        throw UsageError("--bits \"" + text +
                         "\" is no compact target; give 8 hex digits such as 1d00ffff");
    }
    return protocol::difficulty_of(target.target).value;
}

void check_positive(const std::string& option, double value) {
    if (!std::isfinite(value) || value <= 0) {
        throw UsageError(option + " must be above 0, not " + spelled(value));
    }
}

/// Power may be free.
void check_not_negative(const std::string& option, double value) {
    if (!std::isfinite(value) || value < 0) {
        throw UsageError(option + " must be 0 or more, not " + spelled(value));
    }
}

void check(const EnergyOptions& options) {
    if (options.terms.difficulty == 0) {
        throw UsageError(
            "which difficulty? Give --difficulty, such as 100e12, or --bits of a header");
    }
    check_positive("--difficulty", options.terms.difficulty);
    check_positive("--hashrate", options.hashrate_ths);
    check_positive("--reward", options.terms.reward_coins);
    check_positive("--price", options.terms.price);
    check_not_negative("--power-price", options.terms.power_price);
    check_positive("--spacing", options.spacing_s);
    for (const double efficiency : options.efficiencies_j_per_th) {
        check_positive("--efficiency", efficiency);
    }
    if (!(options.terms.fee >= 0 && options.terms.fee < 1)) {
        throw UsageError("--fee must be a part from 0 to below 1, such as 0.02 for 2 %");
    }
}

ResultTable miner_table(const EnergyOptions& options) {
    ResultTable table({{"efficiency_j_per_th", "J/TH"},
                       {"power_w", "W", 4},
                       {"energy_kwh_per_day", "kWh/day", 4},
                       {"revenue_per_day", "revenue/day", 4},
                       {"cost_per_day", "cost/day", 4},
                       {"profit_per_day", "profit/day", 4},
                       {"break_even_power_price", "even at per kWh", 4},
                       {"break_even_price", "even at per coin", 6},
                       {"energy_kwh_per_coin", "kWh per coin", 6}});
    for (const double efficiency : options.efficiencies_j_per_th) {
        const MinerPower miner{options.hashrate_ths, efficiency};
        const MiningDay day = mining_day(miner, options.terms);
        table.add_row({efficiency, power_w(miner), energy_kwh_per_day(miner), day.revenue, day.cost,
                       day.profit, day.break_even_power_price, day.break_even_price,
                       day.energy_kwh_per_coin});
    }
    return table;
}

CommandReport run(EnergyOptions options) {
    if (!options.bits.empty()) {
        options.terms.difficulty = difficulty_of_bits(options.bits);
    }
    check(options);
    const ResultTable miners = miner_table(options);
    const MinerPower any{options.hashrate_ths, options.efficiencies_j_per_th.front()};
    const MiningDay day = mining_day(any, options.terms);
    const double network_ths = network_hashrate_ths(options.terms.difficulty, options.spacing_s);
    std::string text = "difficulty " + to_text(options.terms.difficulty, 6) + ", " +
                       std::to_string(hashes_per_difficulty) + " hashes each: a network of " +
                       to_text(network_ths, 5) + " TH/s at a block in " +
                       to_text(options.spacing_s, 4) + " s\n" + to_text(options.hashrate_ths, 4) +
                       " TH/s earn " + to_text(day.coins, 4) + " coins a day; break-even at " +
                       to_text(day.break_even_j_per_th, 4) + " J/TH\n\n";
    return {.text = {std::move(text), miners.to_text()},
            .table = miners,
            .json = {{"difficulty", options.terms.difficulty},
                     {"hashes_per_difficulty", hashes_per_difficulty},
                     {"network_hashrate_ths", network_ths},
                     {"hashrate_ths", options.hashrate_ths},
                     {"coins_per_day", day.coins},
                     {"break_even_j_per_th", day.break_even_j_per_th},
                     {"miners", miners.to_json()}}};
}

}  // namespace

void add_energy_command(CLI::App& app, CommandOutcome& outcome) {
    CLI::App* command = app.add_subcommand("energy", "Power, cost and break-even of mining");
    const auto options = std::make_shared<EnergyOptions>();
    options->efficiencies_j_per_th = {12, 15, 17.5, 20, 25, 30, 40, 60, 100};
    command->add_option("--hashrate", options->hashrate_ths, "TH/s of the miner")
        ->capture_default_str();
    command->add_option("--efficiency", options->efficiencies_j_per_th, "J/TH, one or more")
        ->expected(-1)
        ->delimiter(',');
    auto* difficulty =
        command->add_option("--difficulty", options->terms.difficulty, "Network difficulty");
    command->add_option("--bits", options->bits, "The same as a compact target, 8 hex digits")
        ->excludes(difficulty);
    command->add_option("--reward", options->terms.reward_coins, "Coins of a block, fees included")
        ->capture_default_str();
    command->add_option("--price", options->terms.price, "Money for a coin")->required();
    command->add_option("--power-price", options->terms.power_price, "Money for a kWh")->required();
    command->add_option("--fee", options->terms.fee, "Part that the pool keeps")
        ->capture_default_str();
    command->add_option("--spacing", options->spacing_s, "Wanted seconds between blocks")
        ->capture_default_str();
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
