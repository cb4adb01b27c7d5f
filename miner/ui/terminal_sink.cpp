#include "miner/ui/terminal_sink.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>
#include <utility>

namespace sluice::miner {
namespace {

constexpr std::string_view erase_below = "\r\033[J";
constexpr std::string_view line_up = "\033[A";
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

std::string_view color_of(Emphasis emphasis) {
    switch (emphasis) {
        case Emphasis::plain:
            break;
        case Emphasis::faint:
            return dim;
        case Emphasis::warning:
            return color_of(spdlog::level::warn);
        case Emphasis::error:
            return color_of(spdlog::level::err);
    }
    return plain;
}

struct Size {
    std::size_t columns = 80;
    std::size_t lines = 24;
};

Size size_of(std::FILE* stream) {
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return {};
    }
    return {size.ws_col, size.ws_row};
}

/// The last column stays free: some terminals wrap when it is written.
std::size_t usable_columns(const Size& size) { return size.columns - 1; }

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace

std::string_view cut_to_width(std::string_view text, std::size_t columns) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
        if (starts_character && columns-- == 0) {
            return text.substr(0, i);
        }
    }
    return text;
}

std::size_t TerminalSink::columns() const { return usable_columns(size_of(stream_)); }

void TerminalSink::set_status(std::vector<StatusLine> lines) {
    const std::lock_guard lock{mutex_};
    erase_status();
    status_ = std::move(lines);
    draw_status();
    flush_();
}

void TerminalSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    erase_status();
    write_colored(color_of(message.level), {line.data(), line.size()});
    draw_status();
    flush_();
}

void TerminalSink::erase_status() {
    for (std::size_t i = 1; i < lines_drawn_; ++i) {
        write(stream_, line_up);
    }
    write(stream_, erase_below);
    lines_drawn_ = 0;
}

void TerminalSink::draw_status() {
    const Size size = size_of(stream_);
    for (const StatusLine& line : status_) {
        if (lines_drawn_ + 1 >= size.lines) {  // one line at least is the log's
            return;
        }
        write(stream_, lines_drawn_ == 0 ? "" : "\n");
        write_colored(color_of(line.emphasis), cut_to_width(line.text, usable_columns(size)));
        ++lines_drawn_;
    }
}

void TerminalSink::write_colored(std::string_view color, std::string_view text) {
    write(stream_, has_colors_ ? color : "");
    write(stream_, text);
    write(stream_, has_colors_ ? plain : "");
}

}  // namespace sluice::miner
