#include "miner/app/reporter.hpp"

#include "miner/pools/line_connection.hpp"
#include "miner/ui/status_table.hpp"
#include "miner/ui/status_text.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace sluice::miner {
namespace {

constexpr std::chrono::seconds terminal_interval{1};
constexpr std::chrono::seconds log_interval{30};

std::chrono::seconds interval_of(const Options& options, bool on_terminal) {
    if (options.status_interval.count() != 0) {
        return options.status_interval;
    }
    return on_terminal ? terminal_interval : log_interval;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// For a terminal that can redraw lines; elsewhere null.
std::shared_ptr<TerminalSink> make_terminal(const Options& options) {
    const std::string type = environment("TERM");
    if (!options.color || isatty(STDERR_FILENO) != 1 || type.empty() || type == "dumb") {
        return nullptr;
    }
    const bool has_colors = environment("NO_COLOR").empty();  // no-color.org
    return std::make_shared<TerminalSink>(stderr, has_colors);
}

}  // namespace

Reporter::Reporter(const Options& options)
    : terminal_(make_terminal(options)),
      interval_(interval_of(options, terminal_ != nullptr)),
      quiet_(options.quiet) {
    spdlog::sink_ptr sink = terminal_;
    if (sink == nullptr) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    }
    auto logger = std::make_shared<spdlog::logger>("sluice-miner", std::move(sink));
    logger->set_pattern(terminal_ != nullptr ? "[%H:%M:%S] %v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->set_level(options.debug   ? spdlog::level::debug
                      : options.quiet ? spdlog::level::warn
                                      : spdlog::level::info);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

boost::asio::awaitable<void> Reporter::run(const Statistics& statistics) {
    while (true) {
        co_await pause_for(interval_);
        const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != boost::asio::cancellation_type::none) {
            co_return;
        }
        if (quiet_) {
            continue;
        }
        show(statistics.snapshot(Clock::now()));
    }
}

void Reporter::show(const Snapshot& snapshot) {
    const bool is_rig = snapshot.devices.size() > 1;
    if (terminal_ != nullptr) {
        std::vector<StatusLine> lines;
        if (is_rig) {
            lines = device_table(snapshot, terminal_->columns());
        }
        lines.push_back({status_text(snapshot, terminal_->columns())});
        terminal_->set_status(std::move(lines));
        return;
    }
    spdlog::info("{}", status_text(snapshot));
    for (const DeviceSnapshot& device : snapshot.devices) {
        if (is_rig) {
            spdlog::info("{}", device_text(device));
        }
    }
}

void Reporter::finish(const Snapshot& snapshot) {
    if (terminal_ != nullptr) {
        terminal_->set_status({});
    }
    for (const std::string& line : summary_text(snapshot)) {
        spdlog::info("{}", line);
    }
    spdlog::default_logger()->flush();
}

}  // namespace sluice::miner
