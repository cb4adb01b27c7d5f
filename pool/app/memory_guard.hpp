#pragma once
/// MemoryGuard: whether the process is about to run out of memory, so that the pool can send
/// newcomers away before the kernel ends it. What is free is the least of what the system, the
/// cgroup and RLIMIT_AS leave. Linux; where nothing can be read, there is never a shortage.

#include <cstdint>
#include <filesystem>
#include <optional>

namespace sluice::pool {

struct MemoryReading {
    std::uint64_t used_bytes = 0;  ///< resident, by this process
    std::uint64_t free_bytes = 0;  ///< what it may still take

    bool operator==(const MemoryReading&) const = default;
};

/// Reads proc(5) and cgroups(7) under `root`, and this process's RLIMIT_AS.
[[nodiscard]] std::optional<MemoryReading> read_memory(const std::filesystem::path& root = "/");

class MemoryGuard {
public:
    /// True when less than 256 MiB and less than an eighth of what was free at the first reading
    /// are left, and this process has at least doubled meanwhile: another program's hunger is not
    /// met by closing sessions.
    [[nodiscard]] bool is_short(const std::optional<MemoryReading>& reading) noexcept;

private:
    std::optional<MemoryReading> first_;
};

}  // namespace sluice::pool
