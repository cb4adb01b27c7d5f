#pragma once
/// A log sink for a terminal that keeps a few status lines below the log: every log line is written
/// above them. Thread-safe.

#include "miner/ui/status_table.hpp"

#include <spdlog/sinks/base_sink.h>

#include <cstddef>
#include <cstdio>
#include <mutex>
#include <string_view>
#include <vector>

namespace sluice::miner {

class TerminalSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// Writes to `stream`, which is a terminal and outlives the sink.
    TerminalSink(std::FILE* stream, bool has_colors) : stream_(stream), has_colors_(has_colors) {}

    /// That a status line may take.
    [[nodiscard]] std::size_t columns() const;

    /// Replaces the status lines; cut to the terminal's width and height. Empty: none.
    void set_status(std::vector<StatusLine> lines);

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override { std::fflush(stream_); }

private:
    void erase_status();
    void draw_status();
    void write_colored(std::string_view color, std::string_view text);

    std::FILE* stream_;
    bool has_colors_;
    std::vector<StatusLine> status_;
    std::size_t lines_drawn_ = 0;  ///< the cursor is on the last of them
};

/// The beginning of a UTF-8 text that is `columns` characters wide.
[[nodiscard]] std::string_view cut_to_width(std::string_view text, std::size_t columns) noexcept;

}  // namespace sluice::miner
