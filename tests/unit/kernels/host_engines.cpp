#include "tests/unit/kernels/host_engines.hpp"

#include "kernels/scrypt/device_pbkdf2.hpp"
#include "kernels/scrypt/device_romix.hpp"
#include "kernels/sha256d/device_confirm.hpp"
#include "kernels/sha256d/mad_word.hpp"

#include <algorithm>

namespace sluice::kernels::tests {
namespace {

/// Lane: std::uint32_t or sha256d::MadWord.
template <class Lane>
class Sha256dHostEngine final : public HostEngine {
public:
    explicit Sha256dHostEngine(const LaunchShape& shape)
        : HostEngine({.hashes_first = shape.launch_hashes,
                      .hashes_max = shape.launch_hashes,
                      .nonce_step = shape.block_threads * shape.nonces_per_thread,
                      .launch_time = {}}),
          shape_(shape),
          quads_(shape.block_threads * sha256d::schedule_quads) {}

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = sha256d::make_launch(work, versions);
    }

private:
    void run(std::size_t place, NonceRange range, DeviceHits& hits) override {
        sha256d::ScanLaunch launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.count = static_cast<std::uint32_t>(range.count);
        launch.nonces_per_thread = shape_.nonces_per_thread;
        const std::uint32_t blocks =
            sha256d::scan_blocks(launch.count, shape_.block_threads, shape_.nonces_per_thread);
        for (std::uint32_t block = 0; block < blocks; ++block) {
            for (std::uint32_t thread = 0; thread < shape_.block_threads; ++thread) {
                run_thread(launch, {block, shape_.block_threads, thread}, hits);
            }
        }
        for (std::uint32_t i = 0; i < hits_max; ++i) {
            sha256d::confirm_hit(launch, i, hits);
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
        : HostEngine({.hashes_first = shape.launch_hashes,
                      .hashes_max = shape.launch_hashes,
                      .launch_time = {}}),
          lookup_gap_(shape.lookup_gap),
          stride_(static_cast<std::uint32_t>(shape.launch_hashes) + scrypt::warp_lanes),
          words_(stride_ * scrypt::state_words),
          v_(scrypt::v_quads(lookup_gap_)) {}

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        launches_[place] = scrypt::make_launch(work, versions);
    }

private:
    void run(std::size_t place, NonceRange range, DeviceHits& hits) override {
        scrypt::ScryptLaunch launch = launches_[place];
        launch.first = static_cast<std::uint32_t>(range.first);
        launch.hashes = static_cast<std::uint32_t>(range.count) * launch.version_count;
        const scrypt::HashStates states = {words_.data(), stride_};
        for (std::uint32_t hash = 0; hash < launch.hashes; ++hash) {
            scrypt::begin_hash(launch, hash, states);
        }
        for (std::uint32_t first = 0; first < launch.hashes; first += scrypt::warp_lanes) {
            mix_warp(first, states);
        }
        for (std::uint32_t hash = 0; hash < launch.hashes; ++hash) {
            scrypt::end_hash(launch, hash, states, hits);
        }
    }

    void mix_warp(std::uint32_t first, const scrypt::HashStates& states) {
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            load_block(states, first + lane, warp_.blocks[lane]);
        }
        switch (lookup_gap_) {
            case 1:
                scrypt::romix<1>(warp_, tile_, v_.data());
                break;
            case 2:
                scrypt::romix<2>(warp_, tile_, v_.data());
                break;
            case 4:
                scrypt::romix<4>(warp_, tile_, v_.data());
                break;
            default:
                scrypt::romix<8>(warp_, tile_, v_.data());
        }
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            store_block(states, first + lane, warp_.blocks[lane]);
        }
    }

    std::uint32_t lookup_gap_;
    std::uint32_t stride_;
    std::array<scrypt::ScryptLaunch, places> launches_{};
    std::vector<std::uint32_t> words_;
    std::vector<scrypt::Quad> v_;  // of one warp: warps run one after the other
    HostWarp warp_{};
    scrypt::Tile tile_{};
};

}  // namespace

void HostEngine::launch(std::size_t slot, std::size_t place, NonceRange range) {
    hits_[slot].count = 0;
    run(place, range, hits_[slot]);
}

LaunchResult HostEngine::wait(std::size_t slot) {
    return {.candidates = candidates_of(hits_[slot]),
            .overflowed = hits_[slot].count > hits_max,
            .busy = {},
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
        engines.push_back(std::make_unique<Sha256dHostEngine<sha256d::MadWord>>(shape));
    }
    return engines;
}

}  // namespace sluice::kernels::tests
