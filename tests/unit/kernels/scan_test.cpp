// What every scanner of every device must do, whatever its kernel.

#include "kernels/verify/reference_scan.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <algorithm>
#include <thread>

namespace sluice::kernels {
namespace {

void expect_reference_hits(const Algorithm& algorithm, Scanner& scanner, const Work& work,
                           NonceRange range) {
    const ScanResult result = scan(scanner, work, range);
    EXPECT_EQ(in_order(result.hits), reference_scan(algorithm, work, range))
        << range.count << " nonces from " << range.first << ", " << work.version_count
        << " versions";
    EXPECT_EQ(result.nonces_done, range.count);
    EXPECT_EQ(result.hashes_done, range.count * std::max(work.version_count, 1U));
    EXPECT_FALSE(result.overflowed);
    EXPECT_EQ(result.device_error, "");
}

TEST(scan, finds_the_references_hits_for_random_work_targets_and_ranges) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(20240601);
        const int rounds = is_slow(algorithm) ? 4 : 100;
        const std::uint64_t count_max = is_slow(algorithm) ? 12 : 75;
        for (int round = 0; round < rounds; ++round) {
            Work work = tests::random_work(
                random, static_cast<std::uint32_t>(random() % (versions_max + 1)));
            // From about one hit in two hashes to one in 2^12.
            work.target =
                tests::target_with_top(static_cast<std::uint32_t>(random()) >> (1 + random() % 12));
            const std::uint64_t count = 1 + random() % count_max;
            const std::uint64_t first = random() % (tests::nonce_end(algorithm) - count);
            expect_reference_hits(algorithm, scanner, work, {first, count});
        }
    });
}

TEST(scan, takes_ranges_of_every_size_around_vector_and_chunk_edges) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(80);
        Work work = tests::random_work(random, 0);
        work.target = tests::target_with_top(0x3fffffff);
        for (std::uint64_t count = 0; count <= 34; count += is_slow(algorithm) ? 11 : 1) {
            expect_reference_hits(algorithm, scanner, work, {1'000'003, count});
        }
        if (is_slow(algorithm)) {
            for (const std::uint64_t count : {1U, 4U, 9U, 16U, 17U}) {
                expect_reference_hits(algorithm, scanner, work, {77, count});
            }
            return;
        }
        work.target = tests::target_with_top(0x0fffffff);
        for (const std::uint64_t count : {255U, 257U, 511U, 513U, 1025U, 2047U, 2049U}) {
            expect_reference_hits(algorithm, scanner, work, {77, count});
        }
    });
}

TEST(scan, hashes_every_number_of_versions) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(16);
        const std::uint32_t step = is_slow(algorithm) ? 5 : 1;
        for (std::uint32_t count = 1; count <= versions_max; count += step) {
            Work work = tests::random_work(random, count);
            work.target = tests::target_with_top(0x3fffffff);
            for (const std::uint64_t nonces : {1U, 15U, 33U}) {
                expect_reference_hits(algorithm, scanner, work, {random() >> 1, nonces / step + 1});
            }
        }
    });
}

// Kernels test a mask of bits that the target's top word rules out before they compare it.
TEST(scan, honours_top_words_of_the_target_around_powers_of_two) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(31);
        const int last_bit = is_slow(algorithm) ? 31 : 23;
        for (int bit = 31; bit >= last_bit; --bit) {
            const std::uint32_t power = std::uint32_t{1} << bit;
            for (const std::uint32_t top : {power - 1, power, power + 1, 2 * power - 1}) {
                Work work = tests::random_work(random, 3);
                work.target = tests::target_with_top(top);
                expect_reference_hits(algorithm, scanner, work, {random() >> 1, 67});
            }
        }
    });
}

TEST(scan, reaches_both_ends_of_the_nonce_space_and_does_not_wrap) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(32);
        Work work = tests::random_work(random, 2);
        work.target = tests::target_with_top(0x7fffffff);
        expect_reference_hits(algorithm, scanner, work, {0, 19});
        const std::uint64_t step = is_slow(algorithm) ? 8 : 1;
        for (work.version_count = 1; work.version_count <= 2; ++work.version_count) {
            for (std::uint64_t count = 1; count <= 34; count += step) {
                const std::uint64_t first = tests::nonce_end(algorithm) - count;
                expect_reference_hits(algorithm, scanner, work, {first, count});
            }
        }
    });
}

TEST(scan, compares_the_whole_target_and_takes_an_equal_hash) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(256);
        const int rounds = is_slow(algorithm) ? 4 : 20;
        for (int round = 0; round < rounds; ++round) {
            Work work = tests::random_work(random, 1);
            const std::uint64_t nonce = random();
            const HashBytes hash = reference_hash(algorithm, work, work.versions[0], nonce);
            work.target = hash;
            EXPECT_EQ(scan(scanner, work, {nonce, 1}).hits,
                      (std::vector<Hit>{{nonce, work.versions[0], hash}}));
            // The same top words, one less in the lowest byte that can give one.
            auto& lowest = *std::ranges::find_if(work.target, [](auto byte) { return byte != 0; });
            --lowest;
            EXPECT_TRUE(scan(scanner, work, {nonce, 1}).hits.empty());
        }
    });
}

TEST(scan, honours_the_smallest_and_the_largest_target) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(1);
        Work work = tests::random_work(random, 3);
        const std::uint64_t count = is_slow(algorithm) ? 11 : 101;
        work.target = {};
        expect_reference_hits(algorithm, scanner, work, {123'456, count});
        work.target.fill(0xff);
        expect_reference_hits(algorithm, scanner, work, {123'456, count});
    });
}

TEST(scan, ignores_the_nonce_bytes_of_the_header_and_reports_a_version_listed_twice_twice) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(9);
        Work work = tests::random_work(random, 2);
        work.versions[1] = work.versions[0];
        work.target.fill(0xff);
        const auto hits = scan(scanner, work, {5, 7}).hits;
        EXPECT_EQ(hits.size(), 14U);
        work.header[algorithm.family.nonce_offset] ^= 0xff;
        EXPECT_EQ(in_order(scan(scanner, work, {5, 7}).hits), in_order(hits));
    });
}

TEST(scan, reports_an_overflow_and_keeps_the_hits_that_fit) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        if (is_slow(algorithm)) {
            return;  // thousands of hits, and no kernel knows of the limit
        }
        std::mt19937 random(4);
        Work work = tests::random_work(random, 4);
        work.target.fill(0xff);
        const ScanResult full = scan(scanner, work, {17, hits_max / 4});
        EXPECT_EQ(full.hits.size(), hits_max);
        EXPECT_FALSE(full.overflowed);

        const NonceRange range{17, hits_max / 4 + 1};
        const ScanResult result = scan(scanner, work, range);
        EXPECT_TRUE(result.overflowed);
        EXPECT_EQ(result.hits.size(), hits_max);
        EXPECT_EQ(result.nonces_done, range.count);
        const auto all = reference_scan(algorithm, work, range);
        for (const Hit& hit : result.hits) {
            EXPECT_NE(std::ranges::find(all, hit), all.end());
        }
    });
}

TEST(scan, of_a_past_epoch_hashes_nothing) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        const std::uint64_t count = is_slow(algorithm) ? 20 : 1000;
        std::mt19937 random(2);
        Work work = tests::random_work(random, 1);
        work.target.fill(0xff);
        const std::atomic<std::uint64_t> epoch = 8;
        const ScanResult result = scan(scanner, work, {0, count}, {&epoch, 7});
        EXPECT_TRUE(result.hits.empty());
        EXPECT_EQ(result.nonces_done, 0U);
        EXPECT_EQ(result.hashes_done, 0U);
        EXPECT_EQ(scan(scanner, work, {0, count}, {&epoch, 8}).nonces_done, count);
    });
}

TEST(scan, stopped_by_another_thread_has_scanned_a_prefix_completely) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(3);
        Work work = tests::random_work(random, 2);
        work.target = tests::target_with_top(0x0000ffff);
        std::atomic<std::uint64_t> epoch = 1;
        std::thread newer_work([&] { epoch = 2; });
        const ScanResult result =
            scan(scanner, work, {0, tests::nonce_end(algorithm)}, {&epoch, 1});
        newer_work.join();
        EXPECT_LT(result.nonces_done, tests::nonce_end(algorithm));
        EXPECT_EQ(result.hashes_done, 2 * result.nonces_done);
        EXPECT_EQ(in_order(result.hits),
                  in_order(scan(scanner, work, {0, result.nonces_done}).hits));
    });
}

TEST(scan, fills_the_scanners_queue_and_collects_in_order) {
    tests::for_each_scanner([](const Algorithm& algorithm, Scanner& scanner) {
        std::mt19937 random(6);
        Work work = tests::random_work(random, 1);
        work.target = tests::target_with_top(0x1fffffff);
        ASSERT_GE(scanner.depth(), 1U);
        const std::uint64_t count = is_slow(algorithm) ? 5 : 50;
        const auto range_of = [=](std::size_t i) { return NonceRange{1000 * i, count + i}; };
        for (std::size_t i = 0; i < scanner.depth(); ++i) {
            scanner.enqueue(work, range_of(i), {});
        }
        for (std::size_t i = 0; i < scanner.depth(); ++i) {
            EXPECT_EQ(in_order(scanner.collect().hits),
                      reference_scan(algorithm, work, range_of(i)));
        }
    });
}

}  // namespace
}  // namespace sluice::kernels
