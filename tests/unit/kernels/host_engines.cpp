#include "tests/unit/kernels/host_engines.hpp"

#include "kernels/algorithms/scrypt/gpu/device_pbkdf2.hpp"
#include "kernels/algorithms/scrypt/gpu/device_romix.hpp"
#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/gpu/device_scan.hpp"
#include "kernels/algorithms/sha256d/gpu/imad_word.hpp"

#include <algorithm>

namespace sluice::kernels::tests {
namespace {

/// Lane: std::uint32_t or sha256d::ImadWord.
template <class Lane>
class Sha256dHostEngine final : public HostEngine {
public:
    explicit Sha256dHostEngine(const LaunchShape& shape)
        : HostEngine({.hashes_first = shape[launch::hashes],
                      .hashes_max = shape[launch::hashes],
                      .nonce_step = shape[launch::block_threads] * shape[launch::nonces_per_thread],
                      .launch_time = {}}),
          shape_(shape),
          quads_(shape[launch::block_threads] * sha256d::schedule_quads) {}

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = sha256d::make_launch(work, versions);
    }

private:
    void run(std::size_t place, NonceRange range, PieceRange, DeviceHits& hits) override {
        sha256d::ScanLaunch launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.count = static_cast<std::uint32_t>(range.count);
        launch.nonces_per_thread = shape_[launch::nonces_per_thread];
        const std::uint32_t blocks = sha256d::scan_blocks(
            launch.count, shape_[launch::block_threads], shape_[launch::nonces_per_thread]);
        for (std::uint32_t block = 0; block < blocks; ++block) {
            for (std::uint32_t thread = 0; thread < shape_[launch::block_threads]; ++thread) {
                run_thread(launch, {block, shape_[launch::block_threads], thread}, hits);
            }
        }
    }

    void run_thread(const sha256d::ScanLaunch& launch, const sha256d::ThreadPlace& place,
                    DeviceHits& hits) {
        if (launch.scan.version_count == 1) {
            sha256d::scan_one_version<Lane>(launch, place, hits);
        } else {
            sha256d::scan_versions<Lane>(launch, place,
                                         {quads_.data(), place.block_threads, place.thread}, hits);
        }
    }

    LaunchShape shape_;
    std::array<sha256d::ScanLaunch, places> launches_{};
    std::vector<sha256d::ScheduleQuad> quads_;
};

/// All lanes of a warp, one after the other.
struct HostWarp {
    std::array<scrypt::MixBlock, scrypt::warp_lanes> blocks;

    template <class Step>
    void each(const Step& step) noexcept {
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            step(lane, blocks[lane]);
        }
    }
};

class ScryptHostEngine final : public HostEngine {
public:
    explicit ScryptHostEngine(const LaunchShape& shape)
        : HostEngine({.hashes_max = shape[launch::hashes],
                      .pieces = scrypt::romix_pieces(shape[launch::lookup_gap])}),
          lookup_gap_(shape[launch::lookup_gap]),
          stride_(static_cast<std::uint32_t>(shape[launch::hashes]) + scrypt::warp_lanes),
          words_(stride_ * scrypt::state_words),
          v_(stride_ / scrypt::warp_lanes * scrypt::v_quads(lookup_gap_)) {}

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = scrypt::make_launch(work, versions);
    }

private:
    void run(std::size_t place, NonceRange range, PieceRange pieces, DeviceHits& hits) override {
        scrypt::ScryptLaunch launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.hashes = static_cast<std::uint32_t>(range.count) * launch.version_count;
        const scrypt::HashStates states = {words_.data(), stride_};
        for (std::uint32_t hash = 0; hash < launch.hashes && pieces.first == 0; ++hash) {
            scrypt::begin_hash(launch, hash, states);
        }
        for (std::uint32_t first = 0; first < launch.hashes; first += scrypt::warp_lanes) {
            mix_warp(first, states, pieces);
        }
        const bool is_last = pieces.end() == scrypt::romix_pieces(lookup_gap_);
        for (std::uint32_t hash = 0; hash < launch.hashes && is_last; ++hash) {
            scrypt::end_hash(launch, hash, states, hits);
        }
    }

    void mix_warp(std::uint32_t first, const scrypt::HashStates& states, PieceRange pieces) {
        scrypt::Quad* const v = &v_[first / scrypt::warp_lanes * scrypt::v_quads(lookup_gap_)];
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            load_block(states, first + lane, warp_.blocks[lane]);
        }
        switch (lookup_gap_) {
            case 1:
                mix<1>(v, pieces);
                break;
            case 2:
                mix<2>(v, pieces);
                break;
            case 4:
                mix<4>(v, pieces);
                break;
            default:
                mix<8>(v, pieces);
        }
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            store_block(states, first + lane, warp_.blocks[lane]);
        }
    }

    template <std::uint32_t lookup_gap>
    void mix(scrypt::Quad* v, PieceRange pieces) {
        const scrypt::RomixSteps steps = scrypt::romix_steps(lookup_gap, pieces);
        scrypt::fill_v<lookup_gap>(warp_, tile_, v, steps.first_row, steps.end_row);
        scrypt::read_v<lookup_gap>(warp_, tile_, v, steps.reads);
    }

    std::uint32_t lookup_gap_;
    std::uint32_t stride_;
    std::array<scrypt::ScryptLaunch, places> launches_{};
    std::vector<std::uint32_t> words_;
    std::vector<scrypt::Quad> v_;
    HostWarp warp_{};
    scrypt::Tile tile_{};
};

}  // namespace

void HostEngine::launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) {
    hits_[slot].count = 0;
    run(place, range, pieces, hits_[slot]);
}

LaunchResult HostEngine::wait(std::size_t slot) {
    return {.candidates = candidates_of(hits_[slot]),
            .overflowed = hits_[slot].count > hits_max,
            .busy = std::chrono::milliseconds(1 + 4 * (waits_++ % 3)),
            .idle = {},
            .error = {}};
}

std::vector<std::unique_ptr<LaunchEngine>> make_host_engines(const Algorithm& algorithm,
                                                             const LaunchShape& shape) {
    std::vector<std::unique_ptr<LaunchEngine>> engines;
    if (algorithm.name == "scrypt") {
        engines.push_back(std::make_unique<ScryptHostEngine>(shape));
    } else {
        engines.push_back(std::make_unique<Sha256dHostEngine<std::uint32_t>>(shape));
        engines.push_back(std::make_unique<Sha256dHostEngine<sha256d::ImadWord>>(shape));
    }
    return engines;
}

}  // namespace sluice::kernels::tests
