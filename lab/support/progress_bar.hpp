#pragma once
/// ProgressBar: how much of a long computation is done and when it will end, on one line of a
/// terminal. Silent where the output is no terminal. Thread-safe.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace sluice::lab {

/// One line for a terminal: a bar, parts done, and the time left at the pace so far.
[[nodiscard]] std::string progress_line(std::uint64_t done, std::uint64_t total, double elapsed_s);

class ProgressBar {
public:
    /// Draws on standard error. `total` > 0 parts of about equal size.
    explicit ProgressBar(std::uint64_t total);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar();  ///< clears the line

    void advance();

private:
    std::mutex mutex_;
    bool visible_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point drawn_ = {};
};

}  // namespace sluice::lab
