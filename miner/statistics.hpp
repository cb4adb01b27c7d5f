#pragma once
/// What the miner has done so far: hashes, shares by their fate, hardware errors, and the pool it
/// works for. Thread-safe; recorders take the time as an argument.

#include "miner/clock.hpp"
#include "miner/hashrate_meter.hpp"
#include "protocol/target.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace sluice::miner {

enum class ShareFate {
    accepted,
    rejected,  ///< by the pool
    stale,     ///< found for a job that had ended; not submitted
    lost,      ///< no answer came and none will
};

/// What became of one share.
struct ShareReport {
    ShareFate fate = ShareFate::accepted;
    std::string reason{};                   ///< the pool's text, or ours; empty when accepted
    protocol::Difficulty difficulty{};      ///< of the share's hash
    protocol::Difficulty job_difficulty{};  ///< what the pool credits
    std::chrono::milliseconds latency{};    ///< from submit to answer
};

struct ShareCounts {
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t stale = 0;
    std::uint64_t lost = 0;
    double accepted_difficulty = 0;  ///< sum of the job difficulties credited

    /// Shares that the pool has judged.
    [[nodiscard]] std::uint64_t judged() const noexcept { return accepted + rejected; }
    bool operator==(const ShareCounts&) const = default;
};

struct Snapshot {
    std::chrono::seconds uptime{};
    double hashes_per_second_10s = 0;
    double hashes_per_second_60s = 0;
    double hashes_per_second_mean = 0;
    std::uint64_t hashes = 0;
    ShareCounts shares;
    std::uint64_t hardware_errors = 0;
    protocol::Difficulty difficulty{0};  ///< of the current job
    protocol::Difficulty best_share{0};
    std::string pool;  ///< "host:port"; empty before the first attempt
    bool connected = false;
};

class Statistics {
public:
    explicit Statistics(TimePoint start) : start_(start), hashrate_(start) {}

    void add_hashes(TimePoint now, std::uint64_t hashes);
    void add_hardware_error();
    void add_share(const ShareReport& report);
    void set_difficulty(protocol::Difficulty difficulty);
    void set_pool(const std::string& pool, bool connected);

    [[nodiscard]] ShareCounts shares() const;
    [[nodiscard]] Snapshot snapshot(TimePoint now) const;

private:
    mutable std::mutex mutex_;
    TimePoint start_;
    HashrateMeter hashrate_;
    Snapshot state_;  ///< its times and rates are filled in by snapshot()
};

}  // namespace sluice::miner
