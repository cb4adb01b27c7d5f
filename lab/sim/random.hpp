#pragma once
/// Random numbers that are the same on every machine: xoshiro256** 1.0 (Blackman and Vigna 2018,
/// prng.di.unimi.it), seeded through splitmix64 as its authors advise, and distributions made with
/// portable_math.hpp. Not for secrets. Not thread-safe; each run of a simulation has its own.

#include "lab/sim/portable_math.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace sluice::lab::sim {

class Random {
public:
    /// Stream `stream` of `seed`: two streams of a seed have nothing in common.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept {
        std::uint64_t mixed = seed;
        mixed = next_splitmix(mixed) ^ stream;
        for (std::uint64_t& word : state_) {
            word = next_splitmix(mixed);
        }
    }

    [[nodiscard]] std::uint64_t bits() noexcept {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in (0, 1): never an end, so that its logarithm is finite.
    [[nodiscard]] double uniform() noexcept {
        return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52;
    }

    /// Exponential with mean 1: the work that a block takes, in units of its expected work.
    [[nodiscard]] double exponential() noexcept { return -log(uniform()); }

    /// Normal with mean 0 and variance 1 (Marsaglia's polar method, one of its pair).
    [[nodiscard]] double normal() noexcept {
        while (true) {
            const double u = 2 * uniform() - 1;
            const double v = 2 * uniform() - 1;
            const double square = u * u + v * v;
            if (square < 1 && square > 0) {
                return u * std::sqrt(-2 * log(square) / square);
            }
        }
    }

private:
    static std::uint64_t next_splitmix(std::uint64_t& state) noexcept {
        state += 0x9e37'79b9'7f4a'7c15;
        std::uint64_t mixed = state;
        mixed = (mixed ^ mixed >> 30) * 0xbf58'476d'1ce4'e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d0'49bb'1331'11eb;
        return mixed ^ mixed >> 31;
    }

    std::array<std::uint64_t, 4> state_{};
};

}  // namespace sluice::lab::sim
