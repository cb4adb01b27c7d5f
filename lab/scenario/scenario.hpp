#pragma once
/// A scenario: what the hashrate, the miners, their clocks and the network do while a difficulty
/// rule reacts. Plain data, built in (scenario_table.cpp) or written by a user in TOML
/// (docs/scenarios.md). Hashrates are relative: 1 is the hashrate at which the start's difficulty
/// gives the wanted spacing. Regular values, any thread.

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab::sim {

inline constexpr double year_s = 31'557'600;  ///< 365.25 days

/// The hashrate is multiplied once: at a block, or at a true time. Both count from the warm-up's
/// end; `after_s` is used if set.
struct Step {
    std::uint64_t at_block = 0;
    std::optional<double> after_s = std::nullopt;
    double factor = 1;

    bool operator==(const Step&) const = default;
};

/// Hashrate that comes and goes as it pays.
struct MinerGroup {
    enum class Kind : std::uint8_t {
        on_off,    ///< mines from difficulty <= start_below until difficulty >= stop_at
        greedy,    ///< all or nothing, by the mean cost of a coin here and elsewhere
        variable,  ///< a part of it, in proportion to that cost
    };
    Kind kind = Kind::on_off;
    double hashrate = 1;
    double start_below = 1.30;       ///< on_off: in units of the start's difficulty
    double stop_at = 1.35;           ///< on_off
    std::uint64_t every_blocks = 1;  ///< on_off: it decides only at multiples of this height
    double band = 0.10;              ///< greedy, variable: relative cost that moves all of it
    std::uint64_t mean_blocks = 6;   ///< greedy, variable: blocks over which the cost is averaged

    bool operator==(const MinerGroup&) const = default;
};

/// Miners that write into their blocks another time than the clock's.
struct Timestamps {
    enum class Policy : std::uint8_t {
        honest,
        earliest,  ///< one second above the median time past
        latest,    ///< as far ahead of the clock as nodes allow
        offset,    ///< the clock plus offset_s, raised to what the median allows
        timewarp,  ///< earliest, but the last block of each `period_blocks` honest
    };
    Policy policy = Policy::honest;
    double share = 0;  ///< of the hashrate
    std::int64_t offset_s = 0;
    std::uint64_t period_blocks = 2016;

    bool operator==(const Timestamps&) const = default;
};

/// Several miners who hear of blocks late, or one who keeps his own back. Simulated as a block
/// tree.
struct Network {
    std::uint64_t miners = 0;  ///< of equal hashrate; 0: blocks reach everyone at once
    double delay_s = 0;        ///< from each miner to each other
    double selfish_share = 0;  ///< hashrate of a selfish miner (Eyal and Sirer 2013)
    double selfish_gamma = 0;  ///< share of the honest who mine on his block in a tie

    bool operator==(const Network&) const = default;
    [[nodiscard]] bool forks() const { return miners > 0 || selfish_share > 0; }
};

struct Scenario {
    std::string name = {};
    std::string description = {};

    std::uint64_t blocks = 100'000;        ///< a run's length unless the user says otherwise
    std::uint64_t warmup_blocks = 10'000;  ///< simulated first, not measured: without steps,
                                           ///< growth, swing and false timestamps
    bool until_time = false;           ///< a run lasts `blocks` spacings, however many blocks come
    std::uint64_t start_multiple = 1;  ///< the warm-up is prolonged to such a height

    double base_hashrate = 1;    ///< of those who always mine
    double growth_per_year = 1;  ///< factor in 365.25 days
    double sine_amplitude = 0;   ///< hashrate 1 + amplitude sin(2 pi t / period)
    double sine_period_s = 86'400;
    double walk_variance = 0;  ///< of ln(hashrate), added at each block
    double elasticity = 0;     ///< hashrate proportional to difficulty^-elasticity
    std::vector<Step> steps = {};
    bool response = false;  ///< record the answer to the first step

    std::vector<MinerGroup> miners = {};  ///< beside the base
    double price_jump_max = 0;  ///< the coin's price changes by up to this part at each block

    Timestamps timestamps = {};
    std::int64_t future_limit_s = 7'200;  ///< a block timestamped further ahead is refused
    Network network = {};

    bool operator==(const Scenario&) const = default;
};

/// Built-in scenarios, in the order in which people read them.
[[nodiscard]] std::span<const Scenario> scenarios();
/// The scenario of this name, or what to tell its user, with the nearest name.
[[nodiscard]] Result<const Scenario*, std::string> parse_scenario(std::string_view name);

}  // namespace sluice::lab::sim
