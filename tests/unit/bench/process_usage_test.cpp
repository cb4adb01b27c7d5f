// What /proc says of a process.

#include "tests/bench/swarm/process_usage.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace sluice::swarm {
namespace {

TEST(process_usage, reads_cpu_time_behind_a_name_with_parentheses_and_spaces) {
    const auto cpu_s =
        parse_cpu_s("42 (a) b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 8 0 100 200 300", 100);
    ASSERT_TRUE(cpu_s) << cpu_s.error();
    EXPECT_DOUBLE_EQ(*cpu_s, 3.0);
}

TEST(process_usage, refuses_a_line_that_is_cut) {
    EXPECT_FALSE(parse_cpu_s("42 (pool) S 1 2 3", 100));
    EXPECT_FALSE(parse_cpu_s("", 100));
}

TEST(process_usage, reads_this_process) {
    const auto usage = read_process_usage(::getpid());
    ASSERT_TRUE(usage) << usage.error();
    EXPECT_GT(usage->rss_bytes, 1'000'000U);
    EXPECT_GE(usage->descriptors, 3U);
}

TEST(process_usage, names_a_process_that_is_not_there) {
    const auto usage = read_process_usage(0);
    ASSERT_FALSE(usage);
    EXPECT_NE(usage.error().find("process 0"), std::string::npos);
}

}  // namespace
}  // namespace sluice::swarm
