#include "miner/terminal_sink.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

namespace sluice::miner {
namespace {

constexpr std::string_view erase_line = "\r\033[K";
constexpr std::string_view plain = "\033[0m";
constexpr std::string_view dim = "\033[2m";

std::string_view color_of(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::warn:
            return "\033[33m";
        case spdlog::level::err:
        case spdlog::level::critical:
            return "\033[31m";
        case spdlog::level::debug:
        case spdlog::level::trace:
            return dim;
        default:
            return plain;
    }
}

std::size_t width_of(std::FILE* stream) {
    constexpr std::size_t width_usual = 80;
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return width_usual;
    }
    return size.ws_col;
}

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace

void TerminalSink::set_status(const std::string& text) {
    const std::lock_guard lock{mutex_};
    status_ = text;
    draw_status();
    flush_();
}

void TerminalSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    write(stream_, erase_line);
    write(stream_, color_of(message.level));
    write(stream_, {line.data(), line.size()});
    write(stream_, plain);
    draw_status();
    flush_();
}

void TerminalSink::draw_status() {
    write(stream_, erase_line);
    // The last column stays free: some terminals wrap when it is written.
    write(stream_, std::string_view{status_}.substr(0, width_of(stream_) - 1));
}

}  // namespace sluice::miner
