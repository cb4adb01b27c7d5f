#include "pool/app/open_files.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

namespace sluice::pool {
namespace {

TEST(open_files, the_soft_limit_is_raised_to_the_hard_one) {
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit low{before.rlim_max < 256 ? before.rlim_max : 256, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    EXPECT_EQ(raise_open_files_limit(), before.rlim_max);
    rlimit after{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
    EXPECT_EQ(after.rlim_cur, before.rlim_max);
    setrlimit(RLIMIT_NOFILE, &before);
}

TEST(open_files, are_shared_out_so_that_page_and_miners_have_theirs) {
    const auto plan = plan_open_files(1024, {.shards = 2});
    ASSERT_TRUE(plan);
    EXPECT_GE(plan->http_connections, 200U);
    EXPECT_GE(plan->sessions, 600U);
    EXPECT_LT(plan->sessions + plan->http_connections, 1024U - 50);
    const auto large = plan_open_files(1'000'000, {.shards = 2});
    ASSERT_TRUE(large);
    EXPECT_EQ(large->http_connections, http_connections_wanted);
    const auto without_page = plan_open_files(1024, {.shards = 2, .http_addresses = 0});
    ASSERT_TRUE(without_page);
    EXPECT_EQ(without_page->http_connections, 0U);
}

TEST(open_files, too_few_of_them_are_refused_with_the_remedy) {
    for (const std::size_t limit : {0U, 20U, 24U, 32U, 64U}) {
        const auto plan = plan_open_files(limit, {.shards = 2});
        ASSERT_FALSE(plan) << limit;
        EXPECT_NE(plan.error().find("ulimit -n"), std::string::npos);
        EXPECT_NE(plan.error().find(std::to_string(limit)), std::string::npos);
    }
    std::size_t enough = 1;
    while (!plan_open_files(enough, {.shards = 2})) {
        ++enough;
    }
    const auto plan = plan_open_files(enough, {.shards = 2});
    EXPECT_NE(plan_open_files(enough - 1, {.shards = 2}).error().find(std::to_string(enough)),
              std::string::npos);
    EXPECT_GT(plan->sessions, 0U);
    EXPECT_FALSE(plan_open_files(enough, {.shards = 3}));
}

}  // namespace
}  // namespace sluice::pool
