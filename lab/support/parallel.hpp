#pragma once
/// Runs independent tasks on all cores. The tasks share nothing; results go by index, so that the
/// outcome does not depend on who ran what.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace sluice::lab {

[[nodiscard]] inline unsigned core_count() {
    return std::max(1U, std::thread::hardware_concurrency());
}

/// Calls task(i) once for each i below `count` on up to `threads` threads, and returns when all are
/// done. The first exception stops the hand-out of further tasks and is thrown again here.
template <class Task>
void run_parallel(std::size_t count, unsigned threads, const Task& task) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_mutex;
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                task(i);
            } catch (...) {
                next = count;
                const std::scoped_lock lock(failure_mutex);
                failure = failure ? failure : std::current_exception();
            }
        }
    };
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) {
        helpers.emplace_back(work);
    }
    work();
    helpers.clear();
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace sluice::lab
