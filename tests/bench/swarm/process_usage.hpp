#pragma once
/// What a process of this machine has used, read from Linux's /proc. Any thread.

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::swarm {

struct ProcessUsage {
    double cpu_s = 0;  ///< user and system time of all threads since its start
    std::uint64_t rss_bytes = 0;
    std::size_t descriptors = 0;

    bool operator==(const ProcessUsage&) const = default;
};

/// User and system time of a line of /proc/PID/stat (proc(5), fields 14 and 15); `ticks_per_second`
/// is its unit. Error: text that says what is missing.
[[nodiscard]] Result<double> parse_cpu_s(std::string_view stat, double ticks_per_second);

/// Error: the process does not exist or is not ours to read.
[[nodiscard]] Result<ProcessUsage> read_process_usage(int pid);

/// "AMD EPYC 7B13": the first processor's model; "unknown" when the system does not say.
[[nodiscard]] std::string cpu_model();

}  // namespace sluice::swarm
