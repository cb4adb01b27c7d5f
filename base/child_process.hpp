#pragma once
/// Does something in a child process that may crash or never end, such as the first call into a
/// GPU's driver. The calling process must have no other threads that hold locks which `work` takes
/// (fork(2)). POSIX; not thread-safe.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace sluice {

/// What is kept of a child's report and of what it writes to standard output and error: enough for
/// the names of a machine's drivers, and for one message.
inline constexpr std::size_t child_output_bytes_max = 4096;

struct ChildResult {
    bool ended_well = false;  ///< `work` returned
    std::string failure{};    ///< "crashes (Aborted)", "does not answer within 30 s"; else empty
    std::string report{};     ///< the last bytes that `work` reported
    std::string output{};     ///< the last bytes that it wrote to standard output and error
};

struct ChildLimits {
    std::chrono::milliseconds time_max{30'000};  ///< then it is killed
    std::chrono::milliseconds slow_after{1'000};
    std::function<void()> on_slow{};  ///< called once when it has not ended after `slow_after`
};

/// Adds to the report.
using ChildReport = std::function<void(std::string_view)>;

/// Calls `work` in a child process and waits for its end, or for the time limit.
[[nodiscard]] ChildResult run_in_child(const std::function<void(const ChildReport&)>& work,
                                       const ChildLimits& limits);

}  // namespace sluice
