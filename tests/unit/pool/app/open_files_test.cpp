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

}  // namespace
}  // namespace sluice::pool
