#include "pool/app/memory_guard.hpp"

#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace sluice::pool {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;

class MemoryFiles {
public:
    void write(const std::string& name, const std::string& text) {
        const auto path = folder_.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }

private:
    sluice::test::ScratchFolder folder_;
};

TEST(memory_guard, reads_what_the_system_and_the_cgroup_leave) {
    MemoryFiles files;
    EXPECT_EQ(read_memory(files.root()), std::nullopt);
    files.write("proc/self/status",
                "Name:\tsluice-pool\nVmSize:\t 102400 kB\nVmRSS:\t  20480 kB\n");
    files.write("proc/meminfo", "MemTotal: 1048576 kB\nMemAvailable:   512000 kB\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 500 * mib}));
    files.write("proc/self/cgroup", "0::/system.slice/pool.service\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 500 * mib}));
    files.write("sys/fs/cgroup/system.slice/pool.service/memory.max", "max\n");
    files.write("sys/fs/cgroup/system.slice/pool.service/memory.current", "31457280\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 500 * mib}));
    files.write("sys/fs/cgroup/system.slice/pool.service/memory.max", "104857600\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 70 * mib}));
    files.write("sys/fs/cgroup/system.slice/pool.service/memory.stat",
                "anon 10485760\nactive_file 4194304\ninactive_file 6291456\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 80 * mib})) << "cache is free";
    files.write("sys/fs/cgroup/system.slice/pool.service/memory.current", "999999999\n");
    EXPECT_EQ(read_memory(files.root()), (MemoryReading{20 * mib, 0}));
}

TEST(memory_guard, sees_a_shortage_that_the_pool_has_made) {
    MemoryGuard guard;
    EXPECT_FALSE(guard.is_short(std::nullopt));
    EXPECT_FALSE(guard.is_short(MemoryReading{20 * mib, 800 * mib}));
    EXPECT_FALSE(guard.is_short(MemoryReading{700 * mib, 120 * mib}));
    EXPECT_TRUE(guard.is_short(MemoryReading{730 * mib, 90 * mib}));
    EXPECT_FALSE(guard.is_short(MemoryReading{30 * mib, 90 * mib})) << "another program's";
}

TEST(memory_guard, sees_none_while_there_is_room) {
    MemoryGuard guard;
    EXPECT_FALSE(guard.is_short(MemoryReading{20 * mib, 12'000 * mib}));
    EXPECT_FALSE(guard.is_short(MemoryReading{60 * mib, 1'400 * mib})) << "a node has grown";
    EXPECT_TRUE(guard.is_short(MemoryReading{60 * mib, 200 * mib}));
}

}  // namespace
}  // namespace sluice::pool
