#include "lab/live/live_overlay.hpp"

#include "lab/sim/chain_sim.hpp"
#include "lab/support/parallel.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::lab {
namespace {

constexpr double level_spacings = 5;
constexpr std::size_t points_max = 1'000;
constexpr double blocks_per_spacing_max = 100;  // a rule may let difficulty collapse
constexpr double hashrate_min = 1e-6;           // steps multiply, so that none may reach 0

std::uint32_t genesis_bits(const LiveRecord& record) {
    return protocol::encode_compact(protocol::share_target({record.start_difficulty}));
}

/// Work done by then, straight between the samples.
double work_at(std::span<const WorkSample> work, double time_s) {
    const auto after = std::ranges::find_if(
        work, [&](const WorkSample& sample) { return sample.time_s >= time_s; });
    if (after == work.begin() || after == work.end()) {
        return after == work.end() ? work.back().hashes : after->hashes;
    }
    const WorkSample& before = *std::prev(after);
    const double part = (time_s - before.time_s) / (after->time_s - before.time_s);
    return before.hashes + part * (after->hashes - before.hashes);
}

double level_at(std::span<const HashrateLevel> levels, double time_s) {
    double hashrate = levels.front().hashrate_hps;
    for (const HashrateLevel& level : levels) {
        hashrate = level.from_s <= time_s ? level.hashrate_hps : hashrate;
    }
    return hashrate;
}

}  // namespace

double DifficultyCurve::at(double time_s) const noexcept {
    const auto piece = std::ranges::upper_bound(pieces, time_s, {}, &Piece::until_s);
    return piece == pieces.end() ? after : piece->difficulty;
}

DifficultyCurve measured_curve(const LiveRecord& record) {
    DifficultyCurve curve{.pieces = {}, .after = record.next_difficulty};
    for (const LiveBlock& block : record.blocks) {
        curve.pieces.push_back({block.time_s, block.difficulty});
    }
    return curve;
}

std::vector<HashrateLevel> measured_levels(std::span<const WorkSample> work,
                                           const LiveSetup& setup) {
    const double wanted_s = level_spacings * static_cast<double>(setup.params.spacing_s);
    const double end_s = std::min(setup.seconds, work.back().time_s);
    std::vector<HashrateLevel> levels;
    const auto& phases = setup.script.phases;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const double from_s = phases[i].from_s;
        const double to_s = i + 1 < phases.size() ? std::min(phases[i + 1].from_s, end_s) : end_s;
        const double parts = std::max(1.0, std::round((to_s - from_s) / wanted_s));
        const double part_s = (to_s - from_s) / parts;
        for (double part = 0; part < parts && part_s > 0; ++part) {
            const double start_s = from_s + part * part_s;
            const double done = work_at(work, start_s + part_s) - work_at(work, start_s);
            levels.push_back({start_s, done / part_s});
        }
    }
    return levels;
}

sim::RunSetup simulation_of(const LiveSetup& setup, const LiveRecord& record, std::uint64_t seed) {
    const std::uint32_t bits = genesis_bits(record);
    // Hashrate 1 finds a block of the start's difficulty in each spacing.
    const double unit_hps = protocol::difficulty_of(protocol::decode_compact(bits).target).value *
                            live_hashes_per_difficulty /
                            static_cast<double>(setup.params.spacing_s);
    sim::Scenario scenario{.name = "live", .warmup_blocks = 0};
    double before = 1;
    for (const HashrateLevel& level : measured_levels(record.work, setup)) {
        const double hashrate = std::max(hashrate_min, level.hashrate_hps / unit_hps);
        scenario.steps.push_back({.after_s = level.from_s, .factor = hashrate / before});
        before = hashrate;
    }
    return {.rule = setup.rule,
            .params = setup.params,
            .scenario = std::move(scenario),
            .start = {.first_height = 0, .blocks = {{record.genesis_time_s, bits}}},
            .seed = seed};
}

DifficultyCurve simulated_curve(const sim::RunSetup& setup, std::uint64_t stream, double seconds) {
    sim::ChainSim chain(setup, stream);
    chain.start_measuring();
    const double blocks_max =
        blocks_per_spacing_max * (1 + seconds / static_cast<double>(setup.params.spacing_s));
    DifficultyCurve curve;
    while (chain.now_s() < seconds && static_cast<double>(curve.pieces.size()) < blocks_max) {
        const sim::FoundBlock& block = chain.next();
        curve.pieces.push_back({block.time_s, block.difficulty});
    }
    curve.after = chain.next_difficulty();
    return curve;
}

Band band_of(std::vector<double> values) {
    std::ranges::sort(values);
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const std::size_t outside = values.size() / 40;  // 2.5 %
    return {sum / static_cast<double>(values.size()), values[outside],
            values[values.size() - 1 - outside]};
}

std::vector<OverlayPoint> lay_over(const LiveSetup& setup, const LiveRecord& record,
                                   std::size_t seeds, std::uint64_t seed, unsigned threads) {
    const sim::RunSetup simulation = simulation_of(setup, record, seed);
    std::vector<DifficultyCurve> curves(seeds);
    run_parallel(seeds, threads, [&](std::size_t stream) {
        curves[stream] = simulated_curve(simulation, stream, setup.seconds);
    });
    const DifficultyCurve measured = measured_curve(record);
    const std::vector<HashrateLevel> levels = measured_levels(record.work, setup);
    const double unit =
        protocol::difficulty_of(protocol::decode_compact(genesis_bits(record)).target).value;
    const double step_s = std::max(static_cast<double>(setup.params.spacing_s),
                                   setup.seconds / static_cast<double>(points_max));
    std::vector<OverlayPoint> points;
    for (double number = 1; number * step_s <= setup.seconds; ++number) {
        const double time_s = number * step_s;
        std::vector<double> values;
        for (const DifficultyCurve& curve : curves) {
            values.push_back(curve.at(time_s) * unit);
        }
        const auto found = std::ranges::upper_bound(record.blocks, time_s, {}, &LiveBlock::time_s);
        points.push_back({.time_s = time_s,
                          .share = setup.script.share_at(time_s),
                          .hashrate = level_at(levels, time_s) / record.full_hashrate_hps,
                          .blocks = static_cast<std::uint64_t>(found - record.blocks.begin()),
                          .measured = measured.at(time_s),
                          .simulated = band_of(std::move(values))});
    }
    return points;
}

std::size_t count_inside(std::span<const OverlayPoint> points) {
    return static_cast<std::size_t>(std::ranges::count_if(
        points, [](const OverlayPoint& point) { return point.simulated.holds(point.measured); }));
}

}  // namespace sluice::lab
