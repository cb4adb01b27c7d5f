#include "pool/app/memory_guard.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

namespace sluice::pool {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

/// Less than this is worth sending newcomers away for; above it a pool has room for what it does.
constexpr std::uint64_t shortage_bytes = std::uint64_t{256} * 1024 * 1024;

/// The number behind the word `key` in a file such as /proc/meminfo or cgroup's memory.stat.
std::optional<std::uint64_t> number_behind(const fs::path& file, std::string_view key) {
    std::ifstream in(file);
    for (std::string word; in >> word;) {
        std::uint64_t number = 0;
        if (word == key && in >> number) {
            return number;
        }
    }
    return std::nullopt;
}

/// The same in kB; in bytes.
std::optional<std::uint64_t> kilobytes_behind(const fs::path& file, std::string_view key) {
    const auto number = number_behind(file, key);
    return number ? std::optional(*number * 1024) : std::nullopt;
}

/// A file that holds one number; "max" and no file at all are no number.
std::optional<std::uint64_t> number_in(const fs::path& file) {
    std::ifstream in(file);
    std::uint64_t number = 0;
    return in >> number ? std::optional(number) : std::nullopt;
}

std::uint64_t difference(std::uint64_t limit, std::uint64_t used) noexcept {
    return limit > used ? limit - used : 0;
}

std::uint64_t free_in_cgroup(const fs::path& root) {
    std::ifstream in(root / "proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("0::/")) {  // version 2
            const fs::path group = root / "sys/fs/cgroup" / line.substr(4);
            const auto limit = number_in(group / "memory.max");
            const auto used = number_in(group / "memory.current");
            if (!limit || !used) {
                return no_limit;
            }
            // The kernel takes the cache of files back before it ends anybody.
            const fs::path stat = group / "memory.stat";
            const std::uint64_t cache = number_behind(stat, "inactive_file").value_or(0) +
                                        number_behind(stat, "active_file").value_or(0);
            return difference(*limit, difference(*used, cache));
        }
    }
    return no_limit;
}

std::uint64_t free_in_address_space(const fs::path& root) {
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return no_limit;
    }
    const auto used = kilobytes_behind(root / "proc/self/status", "VmSize:");
    return used ? difference(limit.rlim_cur, *used) : no_limit;
}

}  // namespace

std::optional<MemoryReading> read_memory(const fs::path& root) {
    const auto used = kilobytes_behind(root / "proc/self/status", "VmRSS:");
    const auto available = kilobytes_behind(root / "proc/meminfo", "MemAvailable:");
    if (!used || !available) {
        return std::nullopt;
    }
    return MemoryReading{*used,
                         std::min({*available, free_in_cgroup(root), free_in_address_space(root)})};
}

bool MemoryGuard::is_short(const std::optional<MemoryReading>& reading) noexcept {
    if (!reading) {
        return false;
    }
    if (!first_) {
        first_ = reading;
    }
    return reading->free_bytes < std::min(first_->free_bytes / 8, shortage_bytes) &&
           reading->used_bytes > first_->used_bytes * 2;
}

}  // namespace sluice::pool
