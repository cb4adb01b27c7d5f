#include "lab/support/progress_bar.hpp"

#include <unistd.h>

#include <cmath>
#include <iostream>

namespace sluice::lab {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr std::uint64_t bar_width = 30;
constexpr const char* clear_line = "\r\033[K";

std::string duration_text(double seconds) {
    const auto whole = static_cast<long long>(std::ceil(seconds));
    if (whole < 60) {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600) {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

}  // namespace

std::string progress_line(std::uint64_t done, std::uint64_t total, double elapsed_s) {
    const std::uint64_t filled = bar_width * done / total;
    std::string line(bar_width + 2, '.');
    line.replace(1, filled, filled, '#');
    line.front() = '[';
    line.back() = ']';
    line += ' ' + std::to_string(done) + " of " + std::to_string(total) + ", " +
            std::to_string(100 * done / total) + " %";
    if (done > 0 && done < total) {
        const double left_s =
            elapsed_s * static_cast<double>(total - done) / static_cast<double>(done);
        line += ", " + duration_text(left_s) + " left";
    }
    return line;
}

ProgressBar::ProgressBar(std::uint64_t total)
    : visible_(::isatty(STDERR_FILENO) == 1), total_(total) {}

ProgressBar::~ProgressBar() {
    if (visible_) {
        std::cerr << clear_line << std::flush;
    }
}

void ProgressBar::advance() {
    const std::scoped_lock lock(mutex_);
    ++done_;
    const auto now = std::chrono::steady_clock::now();
    if (!visible_ || now - drawn_ < redraw_interval) {
        return;
    }
    drawn_ = now;
    const double elapsed_s = std::chrono::duration<double>(now - started_).count();
    std::cerr << clear_line << progress_line(done_, total_, elapsed_s) << std::flush;
}

}  // namespace sluice::lab
