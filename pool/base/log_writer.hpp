#pragma once
/// LogWriter: the spdlog sink of a server. Lines wait in a bounded queue for the one thread that
/// writes them, so that a pipe that nobody reads, a stopped terminal or a full disk never holds up
/// whoever logs: the oldest lines are dropped and counted, and a line tells their number once
/// writing goes on. Thread-safe. SIGPIPE must be ignored.

#include <spdlog/common.h>
#include <spdlog/details/log_msg.h>
#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace sluice::pool {

class LogWriter final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// Text that may wait: some seconds of a busy pool at the level debug.
    static constexpr std::size_t queue_bytes_max = 4'194'304;
    /// A longer line is cut: no event needs as much, and a reader of lines has a limit as well.
    static constexpr std::size_t line_bytes_max = 8'192;
    /// How long close() tries to get rid of what waits.
    static constexpr std::chrono::milliseconds close_wait{1'000};

    /// Appends to `file`. Throws spdlog::spdlog_ex when it cannot be opened.
    explicit LogWriter(const std::filesystem::path& file);
    /// Writes to an open descriptor, which stays the caller's; in colour on a terminal.
    explicit LogWriter(int descriptor, std::size_t queue_max = queue_bytes_max);
    ~LogWriter() override;
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    /// Opens the file again by its name, as after a rotation. Without a file nothing happens. Where
    /// it cannot be opened the old one stays in use, and a line says so.
    void reopen();

    /// Writes what waits, then ends the thread; gives up after `wait`. What is logged later is
    /// lost.
    void close(std::chrono::milliseconds wait = close_wait);

    /// Lines that nobody will read, since the start.
    [[nodiscard]] std::uint64_t dropped();

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

private:
    void start();
    void run();
    void tell_dropped(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] std::string formatted(const spdlog::details::log_msg& message);
    void push(std::string line);
    void reopen_file();
    /// False: the text, or what is left of it, is lost.
    [[nodiscard]] bool write(std::string_view text);
    [[nodiscard]] bool write_unlocked(std::unique_lock<std::mutex>& lock, std::string_view text);
    /// False: closing, and the wait for it is over.
    [[nodiscard]] bool wait_until_writable();

    const std::filesystem::path file_;  // empty: the caller's descriptor
    const std::size_t queue_max_;
    int descriptor_;  // after the constructor the thread's alone
    bool coloured_ = false;
    std::condition_variable wake_;
    std::deque<std::string> lines_;  // guarded by base_sink's mutex_, as everything below
    std::size_t queued_bytes_ = 0;
    std::uint64_t dropped_ = 0;
    std::uint64_t dropped_told_ = 0;
    bool reopen_ = false;
    std::optional<std::chrono::steady_clock::time_point> close_at_;
    std::thread thread_;
};

}  // namespace sluice::pool
