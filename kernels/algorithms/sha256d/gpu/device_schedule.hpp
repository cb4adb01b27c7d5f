#pragma once
/// The message schedule of a nonce's second block on a GPU: made word by word beside the rounds, or
/// made once in shared memory and read for every version-rolled header. For device_scan.hpp.
/// Thread-safe: a schedule belongs to one thread.

#include "kernels/algorithms/sha256d/lane_rounds.hpp"
#include "kernels/gpu/device_code.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sluice::kernels::sha256d {

/// Four words of K + W, as wide as a shared memory access may be.
struct alignas(16) ScheduleQuad {
    std::uint32_t word[4];
};

inline constexpr std::size_t first_varying_word = 18;
/// K[18] + W[18] to K[63] + W[63], and two words of which nothing is read.
inline constexpr std::size_t schedule_quads = 12;

/// The schedule that a thread makes once for a nonce and reads for every version: quad i of the
/// block's threads lies side by side, so that no two threads meet in a bank.
struct ThreadSchedule {
    ScheduleQuad* quads;  ///< of the block: schedule_quads times block_threads
    std::uint32_t block_threads;
    std::uint32_t thread;

    SLUICE_DEVICE ScheduleQuad& operator[](std::size_t i) const noexcept {
        return quads[i * block_threads + thread];
    }
};

namespace {

/// Words 18 + 4 * quad and following.
template <std::size_t quad, class Lane, std::size_t... i>
SLUICE_DEVICE void make_quad(const PreparedScan& scan, const Words& k, Lane (&w)[16],
                             LaneSchedule<Lane>& made, ScheduleQuad& out,
                             std::index_sequence<i...>) noexcept {
    constexpr std::size_t first = first_varying_word + 4 * quad;
    (schedule_word<first + i>(scan, k, w, made), ...);
    ((out.word[i] = static_cast<std::uint32_t>(made.k_plus_w[first + i])), ...);
}

template <class Lane, std::size_t... quad>
SLUICE_DEVICE void make_schedule(const PreparedScan& scan, Lane w3, const ThreadSchedule& out,
                                 std::index_sequence<quad...>) noexcept {
    constexpr Words k = round_constants;
    LaneSchedule<Lane> made;
    Lane w[16];
    w[3] = w3;
    (make_quad<quad>(scan, k, w, made, out[quad],
                     std::make_index_sequence < quad + 1 == schedule_quads ? 2 : 4 > {}),
     ...);
}

/// A schedule that was made before: round t reads its quad where it begins.
template <class Lane>
struct StoredSchedule {
    const ThreadSchedule& stored;
    LaneSchedule<Lane>& read;

    template <std::size_t t>
    SLUICE_DEVICE void before_round(const PreparedScan&) const noexcept {
        if constexpr (t >= first_varying_word && (t - first_varying_word) % 4 == 0) {
            const ScheduleQuad quad = stored[(t - first_varying_word) / 4];
            for (std::size_t i = 0; i < 4 && t + i < 64; ++i) {
                read.k_plus_w[t + i] = broadcast<Lane>(quad.word[i]);
            }
        }
    }
};

/// A schedule made word by word beside the rounds, in registers alone.
template <class Lane>
struct RunningSchedule {
    Lane (&w)[16];
    LaneSchedule<Lane>& made;

    template <std::size_t t>
    SLUICE_DEVICE void before_round(const PreparedScan& scan) const noexcept {
        constexpr Words k = round_constants;
        if constexpr (t >= first_varying_word) {
            schedule_word<t>(scan, k, w, made);
        }
    }
};

}  // namespace
}  // namespace sluice::kernels::sha256d
