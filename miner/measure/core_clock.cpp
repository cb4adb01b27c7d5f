#include "miner/measure/core_clock.hpp"

#include "base/clock.hpp"

#include <algorithm>
#include <cstdint>

namespace sluice::miner {

double measure_core_clock() noexcept {
#if defined(__x86_64__)
    constexpr int tries = 5;  // the fastest was disturbed least
    constexpr int rounds = 20'000;
    constexpr int multiplications = 8;
    constexpr int latency_cycles = 3;
    double best = 0;
    for (int i = 0; i < tries; ++i) {
        std::uint64_t value = 3;
        const double start = thread_cpu_seconds();
        for (int round = 0; round < rounds; ++round) {
            asm volatile(
                "imul %0, %0\n\t imul %0, %0\n\t imul %0, %0\n\t imul %0, %0\n\t"
                "imul %0, %0\n\t imul %0, %0\n\t imul %0, %0\n\t imul %0, %0"
                : "+r"(value)
                :
                : "cc");
        }
        const double seconds = thread_cpu_seconds() - start;
        if (seconds > 0) {
            best = std::max(best, double{rounds} * multiplications * latency_cycles / seconds);
        }
    }
    return best;
#else
    return 0;
#endif
}

}  // namespace sluice::miner
