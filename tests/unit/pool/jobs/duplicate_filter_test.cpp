#include "pool/jobs/duplicate_filter.hpp"

#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace sluice::pool {
namespace {

using protocol::Hash256;
using Insert = DuplicateFilter::Insert;

Hash256 numbered(std::uint64_t number) {
    Hash256 hash;
    store_le64(hash.bytes.data(), number);
    hash.bytes[8] = static_cast<std::uint8_t>(number);
    return hash;
}

const Hash256 tip = numbered(1000);
const Hash256 next_tip = numbered(1001);

TEST(duplicate_filter, takes_a_share_once) {
    DuplicateFilter filter;
    EXPECT_EQ(filter.insert(tip, numbered(1)), Insert::added);
    EXPECT_EQ(filter.insert(tip, numbered(2)), Insert::added);
    EXPECT_EQ(filter.insert(tip, numbered(1)), Insert::duplicate);
    EXPECT_EQ(filter.size(), 2U);
}

TEST(duplicate_filter, tells_hashes_apart_by_each_of_their_first_bytes) {
    DuplicateFilter filter;
    EXPECT_EQ(filter.insert(tip, numbered(1U << 20)), Insert::added);
    for (std::size_t i = 0; i < 9; ++i) {
        Hash256 hash;
        hash.bytes[i] = 1;
        EXPECT_EQ(filter.insert(tip, hash), Insert::added) << i;
    }
}

TEST(duplicate_filter, refuses_those_who_filled_it_first) {
    DuplicateFilter filter;
    constexpr std::size_t stripe_max = DuplicateFilter::shares_per_block_max / 64;
    Hash256 hash;
    std::uint64_t number = 0;
    const auto insert = [&](std::uint64_t added_before) {
        store_le64(hash.bytes.data(), ++number);  // all in one of 64 parts
        return filter.insert(tip, hash, added_before);
    };
    constexpr std::uint64_t heavy = DuplicateFilter::shares_per_block_max;
    for (std::size_t i = 0; i < stripe_max / 2; ++i) {
        ASSERT_EQ(insert(heavy), Insert::added) << "one half is for all";
    }
    EXPECT_EQ(insert(heavy), Insert::full);
    EXPECT_EQ(insert(stripe_max / 2), Insert::full);
    constexpr std::uint64_t honest = 180;
    while (insert(honest) == Insert::added) {
    }
    EXPECT_EQ(filter.size(), stripe_max - honest * DuplicateFilter::room_per_share / 64);
    EXPECT_EQ(insert(honest / 2), Insert::added);
    EXPECT_EQ(insert(0), Insert::added);
}

TEST(duplicate_filter, forgets_every_tip_but_the_one_kept) {
    DuplicateFilter filter;
    for (std::uint64_t i = 0; i < 200; ++i) {
        ASSERT_EQ(filter.insert(tip, numbered(i)), Insert::added);
    }
    ASSERT_EQ(filter.insert(next_tip, numbered(500)), Insert::added);
    std::size_t forgotten = 0;
    for (const FingerprintSet& shares : filter.keep_only(next_tip)) {
        forgotten += shares.size();
    }
    EXPECT_EQ(forgotten, 200U) << "to be freed where nobody waits";
    EXPECT_EQ(filter.size(), 1U);
    EXPECT_EQ(filter.insert(next_tip, numbered(500)), Insert::duplicate);
    EXPECT_EQ(filter.insert(tip, numbered(1)), Insert::added);
}

TEST(duplicate_filter, is_full_rather_than_boundless) {
    DuplicateFilter filter;
    Hash256 hash;  // byte 8 stays: all of them fall into one of the stripes
    std::uint64_t added = 0;
    while (filter.insert(tip, hash) == Insert::added) {
        store_le64(hash.bytes.data(), ++added);
    }
    EXPECT_EQ(filter.insert(tip, hash), Insert::full);
    EXPECT_EQ(filter.insert(tip, Hash256{}), Insert::duplicate);
    EXPECT_EQ(filter.size(), added);
    EXPECT_EQ(added, DuplicateFilter::shares_per_block_max / 64);
    EXPECT_EQ(filter.insert(next_tip, hash), Insert::added);
}

TEST(fingerprint_set, holds_any_number_and_grows) {
    FingerprintSet set;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        ASSERT_EQ(set.insert(i << 50U | i, 1000), Insert::added) << i;
    }
    for (std::uint64_t i = 0; i < 1000; ++i) {
        ASSERT_EQ(set.insert(i << 50U | i, 1000), Insert::duplicate) << i;
    }
    EXPECT_EQ(set.insert(1000, 1000), Insert::full);
    EXPECT_EQ(set.size(), 1000U);
}

TEST(duplicate_filter, gives_each_share_to_one_of_many_threads) {
    DuplicateFilter filter;
    constexpr std::uint64_t shares = 5'000;
    std::atomic<std::uint64_t> added{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (std::uint64_t share = 0; share < shares; ++share) {
                added += filter.insert(tip, numbered(share)) == Insert::added ? 1 : 0;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(added, shares);
    EXPECT_EQ(filter.size(), shares);
}

}  // namespace
}  // namespace sluice::pool
