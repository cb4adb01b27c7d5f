#pragma once
/// Sets up the log on standard error and shows the miner's state: on a terminal as updating lines
/// below the log, elsewhere as log lines from time to time. One Reporter a process; run()
/// belongs to the network thread.

#include "miner/app/options.hpp"
#include "miner/stats/statistics.hpp"
#include "miner/ui/terminal_sink.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace sluice::miner {

class Reporter {
public:
    /// Makes the process's default logger by the options.
    explicit Reporter(const Options& options);

    /// Shows the state until the coroutine is cancelled. `statistics` must outlive it.
    [[nodiscard]] boost::asio::awaitable<void> run(const Statistics& statistics);

    /// Takes the status lines away and logs the summary.
    void finish(const Snapshot& snapshot);

private:
    void show(const Snapshot& snapshot);

    std::shared_ptr<TerminalSink> terminal_;  ///< null: standard error is no terminal
    std::chrono::seconds interval_;
    bool quiet_;
};

}  // namespace sluice::miner
