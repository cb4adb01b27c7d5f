#pragma once
/// What a client session asks of the outside world: lines to send, jobs to start, shares settled,
/// things to tell the user, and the end of the connection. Plain values; any thread.

#include "miner/stats/statistics.hpp"
#include "miner/work/mining_job.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::miner {

struct SendLine {
    std::string line;   ///< with its newline
    std::string shown;  ///< for the protocol dump: without newline and password
};

/// A line that may be shown as it is.
[[nodiscard]] inline SendLine open_line(std::string line) {
    std::string shown = line.substr(0, line.size() - 1);
    return {std::move(line), std::move(shown)};
}

struct StartJob {
    SharedJob job;
    bool new_block = false;  ///< builds on another block than the job before it
};

/// The work in hand is worthless: its shares could not be submitted.
struct WithdrawWork {};

struct SettleShare {
    ShareReport report;
};

struct Announce {
    enum class Level { debug, info, warning, error };

    Level level = Level::info;
    std::string text;  ///< printable, whatever the pool sent
};

struct EndConnection {
    std::string reason;
    bool intended = false;     ///< not a failure: connect again after `wait`
    bool pool_failed = false;  ///< however long it gave work: the next pool's turn
    std::uint16_t port = 0;    ///< where to connect next; 0: the pool's own
    std::chrono::seconds wait{0};
};

using Action = std::variant<SendLine, StartJob, WithdrawWork, SettleShare, Announce, EndConnection>;
using Actions = std::vector<Action>;

}  // namespace sluice::miner
