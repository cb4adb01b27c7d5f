#pragma once
/// WorkerTable: the bounded set of worker names with their meters and a short history of each.
/// Meters are thread-safe and outlive the table's interest in them; the table itself is not
/// thread-safe, the Monitor guards it.

#include "pool/base/worker_record.hpp"
#include "pool/monitor/events.hpp"
#include "pool/monitor/hashrate.hpp"
#include "pool/monitor/snapshot.hpp"
#include "pool/monitor/worker_meter.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool::monitor {

class WorkerTable {
public:
    explicit WorkerTable(std::size_t workers_max = 10'000);

    /// See Monitor::worker. `now_ms` opens the history of a new name. Never walks the table: shards
    /// call it. Past the limit a new name waits unlisted; its first accepted share lists it, at the
    /// next sample, in the place of one that has none, else of the longest idle one.
    [[nodiscard]] std::shared_ptr<WorkerMeter> meter(std::string_view name, std::int64_t now_ms);

    /// Lists a worker of an earlier run, unless there is no room.
    void restore(const WorkerRecord& record, std::int64_t now_ms);

    /// Samples every worker, at most once in sample_step_ms, and looks for those to forget next.
    void sample(std::int64_t now_ms);

    /// Of every worker, by name.
    [[nodiscard]] std::vector<WorkerRow> rows(std::int64_t now_ms) const;

private:
    static constexpr std::int64_t sample_step_ms = 15'000;
    /// Unconnected workers noted between two samples: new names beyond that are counted together.
    static constexpr std::size_t idle_max = 1000;
    /// Names that wait for their first share; 100 bytes each. Beyond, they are counted together.
    static constexpr std::size_t waiting_max = 100'000;
    static constexpr int hashrate_window_s = 600;
    static constexpr std::size_t name_size_max = 128;  // bytes; longer names are cut

    struct Entry {
        std::shared_ptr<WorkerMeter> meter;
        std::deque<HashSums> history;  ///< oldest first, spans hashrate_window_s
    };

    struct Idle {
        std::int64_t last_share_ms = 0;
        std::string name;
    };

    void list(std::string_view name, std::shared_ptr<WorkerMeter> meter, std::int64_t now_ms);
    [[nodiscard]] static bool is_connected(const Entry& entry) noexcept;
    /// False when no worker that was idle at the last sample still is.
    bool forget_longest_idle();
    void find_idle();
    void list_those_with_shares(std::int64_t now_ms);

    std::size_t workers_max_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::map<std::string, std::weak_ptr<WorkerMeter>, std::less<>> waiting_;  ///< not listed
    std::shared_ptr<WorkerMeter> others_;  ///< counts for names past both limits; not listed
    std::vector<Idle> idle_;               ///< at the last sample; the longest idle one is last
    std::int64_t sampled_ms_ = 0;
};

/// The rows that match, the highest hashrates first, from row `offset` on, `limit` of them. Pure.
[[nodiscard]] WorkerTableView table_of(std::vector<WorkerRow> rows, const WorkerQuery& query);

}  // namespace sluice::pool::monitor
