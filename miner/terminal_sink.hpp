#pragma once
/// A log sink for a terminal that keeps one status line below the log: every log line is written
/// above it. Thread-safe.

#include <spdlog/sinks/base_sink.h>

#include <cstdio>
#include <mutex>
#include <string>

namespace sluice::miner {

class TerminalSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// Writes to `stream`, which is a terminal and outlives the sink.
    explicit TerminalSink(std::FILE* stream) : stream_(stream) {}

    /// Replaces the status line; cut to the terminal's width. Empty: none.
    void set_status(const std::string& text);

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override { std::fflush(stream_); }

private:
    void draw_status();

    std::FILE* stream_;
    std::string status_;
};

}  // namespace sluice::miner
