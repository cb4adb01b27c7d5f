#include "difficulty/lab/series.hpp"

#include "difficulty/lab/parallel.hpp"

#include <chrono>
#include <ctime>

namespace sluice::difficulty {

double thread_cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Series run_series(const sim::RunSetup& setup, std::size_t seeds, unsigned threads) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<sim::RunResult> results(seeds);
    std::vector<double> cpu_s(seeds);
    run_parallel(seeds, threads, [&](std::size_t i) {
        const double before_s = thread_cpu_s();
        results[i] = sim::run_once(setup, i);
        cpu_s[i] = thread_cpu_s() - before_s;
    });
    Series series{.summary = sim::summarise(results)};
    for (std::size_t i = 0; i < seeds; ++i) {
        series.simulated_blocks += results[i].simulated_blocks;
        series.cpu_s += cpu_s[i];
    }
    series.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return series;
}

}  // namespace sluice::difficulty
