#include "pool/base/log_writer.hpp"

#include "pool/base/log_quote.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace sluice::pool {
namespace {

using std::chrono::steady_clock;

/// Owner and group: addresses of miners are nobody else's business.
constexpr mode_t log_file_mode = 0640;

int open_log(const std::filesystem::path& file) {
    return ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, log_file_mode);
}

bool wants_colour(int descriptor) {
    const char* terminal = std::getenv("TERM");
    return ::isatty(descriptor) == 1 && std::getenv("NO_COLOR") == nullptr &&
           (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string_view colour_of(spdlog::level::level_enum level) {
    constexpr std::array<std::string_view, spdlog::level::n_levels> colours{
        "\x1b[37m",        "\x1b[36m",        "\x1b[32m", "\x1b[33m\x1b[1m",
        "\x1b[31m\x1b[1m", "\x1b[1m\x1b[41m", ""};
    return colours[static_cast<std::size_t>(level)];
}

}  // namespace

LogWriter::LogWriter(const std::filesystem::path& file)
    : file_(file), queue_max_(queue_bytes_max), descriptor_(open_log(file)) {
    if (descriptor_ < 0) {
        throw spdlog::spdlog_ex(file.string() + ": cannot be opened for writing", errno);
    }
    start();
}

LogWriter::LogWriter(int descriptor, std::size_t queue_max)
    : queue_max_(queue_max), descriptor_(descriptor), coloured_(wants_colour(descriptor)) {
    start();
}

LogWriter::~LogWriter() {
    close();
    if (!file_.empty()) {
        ::close(descriptor_);
    }
}

void LogWriter::start() {
    thread_ = std::thread([this] { run(); });
}

void LogWriter::reopen() {
    const std::lock_guard lock(mutex_);
    reopen_ = !file_.empty();
    wake_.notify_all();
}

void LogWriter::close(std::chrono::milliseconds wait) {
    {
        const std::lock_guard lock(mutex_);
        if (!close_at_) {
            close_at_ = steady_clock::now() + wait;
        }
        wake_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::uint64_t LogWriter::dropped() {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

void LogWriter::sink_it_(const spdlog::details::log_msg& message) {
    push(formatted(message));
    wake_.notify_all();
}

std::string LogWriter::formatted(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t buffer;
    formatter_->format(message, buffer);
    std::string line(buffer.data(), buffer.size());
    if (line.size() > line_bytes_max) {
        const std::size_t cut = line.size() - line_bytes_max;
        line.resize(line_bytes_max);
        line += fmt::format("... and {} bytes more\n", cut);
    }
    const std::size_t end = std::min(message.color_range_end, line.size());
    if (coloured_ && message.color_range_start < end) {
        line.insert(end, "\x1b[0m");
        line.insert(message.color_range_start, colour_of(message.level));
    }
    return line;
}

void LogWriter::push(std::string line) {
    queued_bytes_ += line.size();
    lines_.push_back(std::move(line));
    while (queued_bytes_ > queue_max_) {
        queued_bytes_ -= lines_.front().size();
        lines_.pop_front();
        ++dropped_;
    }
}

void LogWriter::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return !lines_.empty() || reopen_ || close_at_; });
        if (std::exchange(reopen_, false)) {
            reopen_file();
        }
        if (lines_.empty()) {
            if (close_at_) {
                return;
            }
            continue;
        }
        const std::string line = std::move(lines_.front());
        lines_.pop_front();
        queued_bytes_ -= line.size();
        if (!write_unlocked(lock, line)) {
            ++dropped_;
            if (close_at_ && steady_clock::now() >= *close_at_) {
                dropped_ += lines_.size();
                return;
            }
        } else if (dropped_ > dropped_told_) {
            tell_dropped(lock);
        }
    }
}

/// Only after a line that got through: while nothing does, there is nobody to tell.
void LogWriter::tell_dropped(std::unique_lock<std::mutex>& lock) {
    const std::uint64_t dropped = dropped_;
    const std::string line = formatted(
        {"", spdlog::level::warn,
         fmt::format(
             "log lines dropped before this one lines={} reason=\"not read, or not taken by "
             "the disk\"",
             dropped - dropped_told_)});
    if (write_unlocked(lock, line)) {
        dropped_told_ = dropped;
    }
}

bool LogWriter::write_unlocked(std::unique_lock<std::mutex>& lock, std::string_view text) {
    lock.unlock();
    const bool written = write(text);
    lock.lock();
    return written;
}

void LogWriter::reopen_file() {
    const int reopened = open_log(file_);
    if (reopened >= 0) {
        ::close(std::exchange(descriptor_, reopened));
        return;
    }
    push(formatted({"", spdlog::level::err,
                    fmt::format("log file not opened again, the old one stays in use error={}",
                                log_quote(std::strerror(errno)))}));
}

bool LogWriter::wait_until_writable() {
    constexpr int look_again_ms = 100;
    for (;;) {
        pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
        if (::poll(&ready, 1, look_again_ms) != 0) {
            return true;  // writable, or write() tells what is wrong
        }
        const std::lock_guard lock(mutex_);
        if (close_at_ && steady_clock::now() >= *close_at_) {
            return false;
        }
    }
}

bool LogWriter::write(std::string_view text) {
    while (!text.empty()) {
        if (!wait_until_writable()) {
            return false;
        }
        // A pipe that poll() calls writable takes PIPE_BUF bytes without waiting (pipe(7)).
        const ssize_t size =
            ::write(descriptor_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
        if (size > 0) {
            text.remove_prefix(static_cast<std::size_t>(size));
        } else if (errno != EINTR && errno != EAGAIN) {
            return false;
        }
    }
    return true;
}

}  // namespace sluice::pool
