#include "miner/work/share_queue.hpp"

#include "sample_jobs.hpp"

#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

FoundShare found(bool is_block) {
    FoundShare found;
    found.job = share(sample_job());
    found.is_block = is_block;
    return found;
}

TEST(share_queue, a_block_finds_room_behind_a_full_queue) {
    ShareQueue queue;
    for (std::size_t i = 0; i < ShareQueue::shares_max; ++i) {
        ASSERT_TRUE(queue.push(found(false)));
    }
    EXPECT_FALSE(queue.push(found(false)));
    for (std::size_t i = 0; i < ShareQueue::blocks_extra_max; ++i) {
        ASSERT_TRUE(queue.push(found(true)));
    }
    EXPECT_FALSE(queue.push(found(true)));
    EXPECT_TRUE(queue.take_all().back().is_block);
}

}  // namespace
}  // namespace sluice::miner
