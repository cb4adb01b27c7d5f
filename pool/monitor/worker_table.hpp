#pragma once
/// WorkerTable: the bounded set of worker names with their meters and a short history of each.
/// Meters are thread-safe and outlive the table's interest in them; the table itself is not
/// thread-safe, the Monitor guards it.

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

namespace sluice::pool::monitor {

class WorkerTable {
public:
    explicit WorkerTable(std::size_t workers_max = 10'000);

    /// See Monitor::worker. `now_ms` opens the history of a new name.
    [[nodiscard]] std::shared_ptr<WorkerMeter> meter(std::string_view name, std::int64_t now_ms);

    /// Samples every worker, at most once in sample_step_ms.
    void sample(std::int64_t now_ms);

    [[nodiscard]] WorkerTableView view(std::size_t limit, std::int64_t now_ms) const;

private:
    static constexpr std::int64_t sample_step_ms = 15'000;
    static constexpr int hashrate_window_s = 600;
    static constexpr std::size_t name_size_max = 128;  // bytes; longer names are cut

    struct Entry {
        std::shared_ptr<WorkerMeter> meter;
        std::deque<HashSums> history;  ///< oldest first, spans hashrate_window_s
    };

    /// False when every worker is connected.
    bool forget_longest_idle();

    std::size_t workers_max_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::shared_ptr<WorkerMeter> others_;  ///< counts for names past the limit; not listed
    std::int64_t sampled_ms_ = 0;
};

}  // namespace sluice::pool::monitor
