#include "pool/mining/extranonce_allocator.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>

namespace sluice::pool {
namespace {

/// Counts instead of drawing; `from` is where extranonces begin.
std::function<std::uint64_t()> counting(std::uint64_t from) {
    return [next = from]() mutable { return next++; };
}

TEST(extranonce_allocator, gives_each_session_its_own) {
    ExtranonceAllocator allocator(counting(0xffff'fffe));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0xff, 0xff, 0xff, 0xfe}));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0xff, 0xff, 0xff, 0xff}));
    EXPECT_EQ(allocator.allocate().extranonce1, (Extranonce1{0, 0, 0, 0}));
}

TEST(extranonce_allocator, draws_all_bits_of_a_session_id) {
    std::uint64_t drawn = 0x1111'1111'1111'1111;
    ExtranonceAllocator allocator([&drawn] { return drawn; });
    drawn = 0xfedc'ba98'7654'3210;
    EXPECT_EQ(allocator.allocate().id_text(), "fedcba9876543210");
    drawn = 5;
    EXPECT_EQ(allocator.allocate().id_text(), "0000000000000005");
}

TEST(extranonce_allocator, resumes_a_session_that_was_parked) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity first = allocator.allocate();
    const std::string id = first.id_text();
    EXPECT_FALSE(allocator.resume(id)) << "it goes on";
    allocator.park(first, {});
    EXPECT_FALSE(allocator.resume("0000000000000007")) << "of no session";
    EXPECT_FALSE(allocator.resume(id + "0"));
    EXPECT_NE(allocator.allocate().extranonce1, first.extranonce1);
    const auto resumed = allocator.resume(id);
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->identity, first);
    EXPECT_FALSE(allocator.resume(id)) << "it goes on again";
    allocator.release(first);
    EXPECT_FALSE(allocator.resume(id)) << "it was not parked";
}

TEST(extranonce_allocator, resumes_no_session_that_used_up_its_job) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity used_up = allocator.allocate();
    allocator.park(used_up, {{}, LastIssue{1, ExtranonceAllocator::reissues_to_resume_max}});
    EXPECT_FALSE(allocator.resume(used_up.id_text()));
    const SessionIdentity other = allocator.allocate();
    allocator.park(other, {{}, LastIssue{1, ExtranonceAllocator::reissues_to_resume_max - 1}});
    EXPECT_TRUE(allocator.resume(other.id_text()));
}

TEST(extranonce_allocator, forgets_the_sessions_that_were_parked_first) {
    ExtranonceAllocator allocator(counting(7));
    const SessionIdentity first = allocator.allocate();
    const SessionIdentity second = allocator.allocate();
    allocator.park(first, {});
    allocator.park(second, {});
    ASSERT_TRUE(allocator.resume(first.id_text()));
    allocator.park(first, {});
    for (std::size_t i = 2; i < ExtranonceAllocator::resumable_max; ++i) {
        allocator.park(allocator.allocate(), {});
    }
    for (int i = 0; i < 100; ++i) {
        allocator.release(allocator.allocate());  // without a share: they push nobody out
    }
    EXPECT_TRUE(allocator.resume(first.id_text())) << "parked after the second";
    allocator.park(allocator.allocate(), {});
    EXPECT_FALSE(allocator.resume(second.id_text()));
}

}  // namespace
}  // namespace sluice::pool
