#include "lab/live/live_chain.hpp"

#include "lab/support/command_error.hpp"
#include "lab/support/interruptible_wait.hpp"
#include "lab/support/progress_bar.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <stop_token>
#include <thread>

namespace sluice::lab {
namespace {

using std::chrono::system_clock;

constexpr double calibration_block_difficulty = 1e6;  // no CPU finds such a block in time
constexpr double calibration_share_difficulty = 5e-5;
constexpr double calibration_s = 3;
constexpr double first_share_patience_s = 60;  // a new machine's kernels are tuned first

/// Work is told by shares, to 1/sqrt(shares): this many in the time of a block.
constexpr double shares_per_block = 100;
constexpr double share_difficulty_min = 9.5367431640625e-07;  // 4,096 hashes; the pool takes fewer

constexpr int poll_ms = 250;
constexpr int polls_per_block_list = 20;

double unix_s() {
    return std::chrono::duration<double>(system_clock::now().time_since_epoch()).count();
}

ChildProcess start_miner(const LivePrograms& programs, const LiveSetup& setup, const LivePool& pool,
                         const ScratchFolder& folder) {
    auto process =
        ChildProcess::start(programs.miner,
                            {"-a", "sha256d", "-d", "cpu", "-t", std::to_string(setup.threads),
                             "-o", "stratum+tcp://127.0.0.1:" + std::to_string(pool.stratum_port()),
                             "-u", "lab", "-p", "x", "--no-color"},
                            folder.file("miner.out"), folder.file("miner.err"));
    if (!process) {
        throw CommandError(process.error());
    }
    return std::move(process).value();
}

void require_running(ChildProcess& miner, const ScratchFolder& folder) {
    if (!miner.running()) {
        throw CommandError("sluice-miner has ended by itself. " +
                           last_words(folder.file("miner.err")));
    }
}

/// Gives the miner its share of time by SIGSTOP and SIGCONT, ten times a second. Several miners
/// started and ended would be coarser and less true: threads that outnumber the cores share them,
/// so one of four would not be a quarter, and each start costs a login. Nor does a stop make work
/// stale: this miner is the only one, so that no block comes while it stands still.
void throttle(const std::stop_token& stop, const ChildProcess& miner, const HashrateScript& script,
              double origin_unix_s) {
    using std::chrono::steady_clock;
    constexpr std::chrono::milliseconds period(100);
    for (auto start = steady_clock::now(); !stop.stop_requested();) {
        const double share = script.share_at(unix_s() - origin_unix_s);
        miner.signal(SIGCONT);
        if (share < 1) {
            std::this_thread::sleep_until(
                start + std::chrono::duration_cast<steady_clock::duration>(share * period));
            miner.signal(SIGSTOP);
        }
        start = std::max(start + period, steady_clock::now());
        std::this_thread::sleep_until(start);
    }
    miner.signal(SIGCONT);
}

WorkSample work_of(const nlohmann::json& status, double origin_unix_s) {
    return {status.at("time_s").get<double>() - origin_unix_s,
            status.at("shares").at("hashes_credited").get<double>()};
}

/// Hashes a second of all threads at full time.
double measure_full_hashrate(const LivePrograms& programs, const LiveSetup& setup,
                             const ScratchFolder& folder, InterruptibleWait& wait) {
    LivePool pool(programs, setup,
                  {.name = "calibration",
                   .block_difficulty = calibration_block_difficulty,
                   .share_difficulty = calibration_share_difficulty},
                  folder, wait);
    ChildProcess miner = start_miner(programs, setup, pool, folder);
    const double origin = unix_s();
    WorkSample first;
    for (WorkSample now; now.time_s < first_share_patience_s + calibration_s;) {
        wait_or_throw(wait, poll_ms);
        require_running(miner, folder);
        now = work_of(pool.api("status"), origin);
        first = first.hashes > 0 ? first : now;
        if (first.hashes > 0 && now.time_s - first.time_s >= calibration_s) {
            return (now.hashes - first.hashes) / (now.time_s - first.time_s);
        }
    }
    throw CommandError(
        "sluice-miner has found no share in a minute; does `sluice-miner "
        "--benchmark -a sha256d` show a hashrate?");
}

/// Adds blocks that are not listed yet; what the chain has refused does not count.
void add_blocks(const nlohmann::json& answer, double origin_unix_s,
                std::map<std::uint64_t, LiveBlock>& blocks) {
    for (const nlohmann::json& row : answer.at("blocks")) {
        const auto verdict = row.at("verdict").get<std::string>();
        if (verdict == "accepted") {
            const auto height = row.at("height").get<std::uint64_t>();
            blocks.insert_or_assign(
                height, LiveBlock{height, row.at("time_s").get<double>() - origin_unix_s,
                                  row.at("network_difficulty").get<double>()});
        }
    }
}

/// Watches the chain until its time is over.
void record_chain(LivePool& pool, ChildProcess& miner, const LiveSetup& setup,
                  const ScratchFolder& folder, InterruptibleWait& wait, LiveRecord& record) {
    const auto origin = static_cast<double>(record.genesis_time_s);
    std::map<std::uint64_t, LiveBlock> blocks;
    ProgressBar progress(static_cast<std::uint64_t>(std::ceil(setup.seconds)));
    double shown_s = 0;
    for (int poll = 1; unix_s() - origin < setup.seconds; ++poll) {
        const double left_s = setup.seconds - (unix_s() - origin);
        wait_or_throw(wait, std::clamp(static_cast<int>(left_s * 1e3), 1, poll_ms));
        require_running(miner, folder);
        record.work.push_back(work_of(pool.api("status"), origin));
        if (poll % polls_per_block_list == 0) {
            add_blocks(pool.api("blocks?limit=1000"), origin, blocks);
        }
        for (; shown_s + 1 <= record.work.back().time_s; ++shown_s) {
            progress.advance();
        }
    }
    add_blocks(pool.api("blocks?limit=1000"), origin, blocks);
    record.next_difficulty = pool.api("status").at("network").at("difficulty").get<double>();
    for (const auto& [height, block] : blocks) {
        if (block.time_s <= setup.seconds) {
            record.blocks.push_back(block);
        }
    }
}

LiveRecord measure(const LivePrograms& programs, const LiveSetup& setup) {
    const ScratchFolder folder;
    if (!folder.exists()) {
        throw CommandError("no folder for temporary files can be made in " +
                           std::filesystem::temp_directory_path().string());
    }
    InterruptibleWait wait;
    LiveRecord record;
    record.full_hashrate_hps = measure_full_hashrate(programs, setup, folder, wait);
    record.start_difficulty = record.full_hashrate_hps * setup.script.phases.front().share *
                              static_cast<double>(setup.params.spacing_s) /
                              live_hashes_per_difficulty;
    LivePool pool(programs, setup,
                  {.name = "live",
                   .block_difficulty = record.start_difficulty,
                   .share_difficulty =
                       std::max(share_difficulty_min, record.start_difficulty / shares_per_block)},
                  folder, wait);
    std::cerr << "The chain's page: http://127.0.0.1:" << pool.http_port() << "/\n";
    // The genesis block is timestamped as the pool starts, in whole seconds.
    const nlohmann::json status = pool.api("status");
    record.genesis_time_s = static_cast<std::int64_t>(
        status.at("time_s").get<double>() - status.at("pool").at("uptime_s").get<double>());
    const auto origin = static_cast<double>(record.genesis_time_s);
    record.work.push_back({0, 0});
    ChildProcess miner = start_miner(programs, setup, pool, folder);
    const std::jthread throttling(
        [&](const std::stop_token& stop) { throttle(stop, miner, setup.script, origin); });
    record_chain(pool, miner, setup, folder, wait, record);
    return record;
}

}  // namespace

LivePrograms find_live_programs() {
    const auto pool = find_program("sluice-pool");
    const auto miner = find_program("sluice-miner");
    for (const auto& program : {pool, miner}) {
        if (!program) {
            throw CommandError("live needs sluice-pool and sluice-miner: " + program.error());
        }
    }
    return {*pool, *miner};
}

LiveRecord run_live_chain(const LivePrograms& programs, const LiveSetup& setup) {
    try {
        return measure(programs, setup);
    } catch (const nlohmann::json::exception& error) {
        throw CommandError(
            std::string("sluice-pool answers otherwise than this program expects (") +
            error.what() + "); are both of one build?");
    }
}

}  // namespace sluice::lab
