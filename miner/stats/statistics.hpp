#pragma once
/// What the miner has done so far: hashes, shares by their fate, and the pool it works for, in all
/// and for each device with its health and sensors. Thread-safe; recorders take the time as an
/// argument.

#include "base/clock.hpp"
#include "miner/stats/hashrate_meter.hpp"
#include "miner/stats/share_audit.hpp"
#include "miner/telemetry/telemetry.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

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
    std::size_t device = 0;                 ///< that found it, as Statistics counts them
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

/// What one scan has added.
struct ScanTally {
    std::uint64_t hashes = 0;
    std::uint64_t hits = 0;             ///< that the reference hash confirmed
    std::uint64_t hardware_errors = 0;  ///< hits that it did not
    double expected_hits = 0;           ///< of that many hashes; 0: do not audit this scan
};

enum class DeviceHealth {
    starting,  ///< chooses its kernel
    well,
    sick,     ///< a call has not returned for too long
    dead,     ///< given up on; it will be restarted
    dropped,  ///< for good
};

struct DeviceSnapshot {
    std::string name;   ///< "cuda0"
    std::string model;  ///< the maker's name
    DeviceHealth health = DeviceHealth::starting;
    double hashes_per_second_10s = 0;
    double hashes_per_second_60s = 0;
    double hashes_per_second_mean = 0;
    std::uint64_t hashes = 0;
    std::uint64_t hits = 0;
    std::uint64_t hardware_errors = 0;
    ShareCounts shares;
    ShareAudit audit;
    Telemetry telemetry;

    /// Over the last minute; 0 without a power reading.
    [[nodiscard]] double hashes_per_joule() const noexcept {
        const double power_w = telemetry.power_w.value_or(0);
        return power_w > 0 ? hashes_per_second_60s / power_w : 0;
    }
};

/// Why a device cannot be trusted.
enum class DeviceDoubt {
    audit,            ///< its shares do not match its hashes
    hardware_errors,  ///< its hits are often wrong
};

struct DeviceWarning {
    DeviceDoubt doubt = DeviceDoubt::audit;
    DeviceSnapshot device;
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
    std::vector<DeviceSnapshot> devices;
};

class Statistics {
public:
    explicit Statistics(TimePoint start) : start_(start) {}

    /// Gives the number by which the others know the device.
    [[nodiscard]] std::size_t add_device(std::string name, std::string model);

    void add_scan(std::size_t device, TimePoint now, const ScanTally& tally);
    void add_share(const ShareReport& report);
    void set_health(std::size_t device, DeviceHealth health);
    void set_telemetry(std::size_t device, const Telemetry& telemetry);
    void set_difficulty(protocol::Difficulty difficulty);
    void set_pool(const std::string& pool, bool connected);

    [[nodiscard]] ShareCounts shares() const;
    [[nodiscard]] Snapshot snapshot(TimePoint now) const;

    /// Devices that have given new reason for doubt since the last call.
    [[nodiscard]] std::vector<DeviceWarning> take_warnings(TimePoint now);

private:
    struct DeviceRecord {
        DeviceSnapshot state;  ///< its rates are filled in by snapshot()
        HashrateMeter hashrate;
        std::uint64_t next_error_warning;  ///< hardware errors at which to warn
    };

    [[nodiscard]] DeviceSnapshot device_snapshot(const DeviceRecord& record, TimePoint now) const;

    mutable std::mutex mutex_;
    TimePoint start_;
    Snapshot state_;  ///< its times, rates and devices are filled in by snapshot()
    std::vector<DeviceRecord> devices_;
};

}  // namespace sluice::miner
