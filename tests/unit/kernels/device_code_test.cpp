// The code that GPUs run, run by the host: every word of it but for single instructions (logic3,
// rotate_left, swap_bytes, atomics, cached loads), which have a branch for each.

#include "kernels/gpu/device_code.hpp"
#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/sha256d/launch_parameters.hpp"

#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"
#include "kernels/algorithms/scrypt/gpu/device_rows.hpp"
#include "kernels/algorithms/sha256d/gpu/device_scan.hpp"
#include "kernels/gpu/launch_scanner.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/verify/reference_scan.hpp"
#include "kernels/verify/self_test.hpp"
#include "tests/unit/kernels/host_engines.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <set>

namespace sluice::kernels {
namespace {

const Algorithm& scrypt_row() { return *find_algorithm("scrypt"); }

const LaunchShape sha256d_shapes[] = {
    {{&launch::block_threads, 32}, {&launch::nonces_per_thread, 1}, {&launch::hashes, 64}},
    {{&launch::block_threads, 64}, {&launch::nonces_per_thread, 3}, {&launch::hashes, 4096}},
    {{&launch::block_threads, 256}, {&launch::nonces_per_thread, 8}, {&launch::hashes, 4096}},
};
const LaunchShape scrypt_shapes[] = {
    {{&launch::lookup_gap, 1}, {&launch::hashes, 64}},
    {{&launch::lookup_gap, 2}, {&launch::hashes, 32}},
    {{&launch::lookup_gap, 4}, {&launch::hashes, 33}},
    {{&launch::lookup_gap, 8}, {&launch::hashes, 7}},
};

template <class Check>
void for_each_engine(Check check) {
    const auto run = [&](const Algorithm& algorithm, const LaunchShape& shape) {
        SCOPED_TRACE(std::string(algorithm.name) + " in launches of " +
                     std::to_string(shape[launch::hashes]));
        for (auto& engine : tests::make_host_engines(algorithm, shape)) {
            LaunchScanner scanner(algorithm, std::move(engine));
            check(algorithm, scanner);
        }
    };
    for (const LaunchShape& shape : sha256d_shapes) {
        run(tests::sha256d_row(), shape);
    }
    for (const LaunchShape& shape : scrypt_shapes) {
        run(scrypt_row(), shape);
    }
}

TEST(device_code, has_the_logic_functions_that_its_tables_say) {
    std::mt19937 random(3);
    for (int i = 0; i < 100; ++i) {
        const auto x = static_cast<std::uint32_t>(random());
        const auto y = static_cast<std::uint32_t>(random());
        const auto z = static_cast<std::uint32_t>(random());
        EXPECT_EQ(logic3<0x96>(x, y, z), x ^ y ^ z);
        EXPECT_EQ(logic3<0xca>(x, y, z), (x & y) | (~x & z));
        EXPECT_EQ(logic3<logic_majority>(x, y, z), (x & y) ^ (x & z) ^ (y & z));
    }
}

TEST(device_code, finds_every_known_header) {
    for_each_engine([](const Algorithm& algorithm, Scanner& scanner) {
        EXPECT_EQ(self_test(algorithm, scanner), "");
    });
}

TEST(device_code, finds_what_the_reference_finds_in_random_work) {
    std::mt19937 random(11);
    for_each_engine([&](const Algorithm& algorithm, Scanner& scanner) {
        const std::uint32_t rounds = is_slow(algorithm) ? 2 : versions_max + 1;
        const std::uint64_t nonces = is_slow(algorithm) ? 35 : 259;  // more than a block's threads
        const std::uint64_t end = tests::nonce_end(algorithm);
        for (std::uint32_t i = 0; i < rounds; ++i) {
            Work work =
                tests::random_work(random, static_cast<std::uint32_t>(i % (versions_max + 1)));
            work.target = tests::target_with_top(0x0fffffff);
            for (const std::uint64_t first : {random() % (end - nonces), end - nonces}) {
                const NonceRange range = {first, nonces};
                const ScanResult result = scan(scanner, work, range);
                EXPECT_EQ(in_order(result.hits), reference_scan(algorithm, work, range));
                EXPECT_EQ(result.nonces_done, nonces);
                EXPECT_EQ(result.hardware_errors, 0U);
            }
        }
    });
}

TEST(device_code, compares_all_words_of_a_hash_with_the_target) {
    std::mt19937 random(12);
    for_each_engine([&](const Algorithm& algorithm, Scanner& scanner) {
        for (int i = 0; i < (is_slow(algorithm) ? 1 : 4); ++i) {
            Work work = tests::random_work(random, 1);
            const HashBytes hash = reference_hash(algorithm, work, work.versions[0], 77);
            // A word below the hash's leaves no hit, whatever is in the words below that one.
            for (std::size_t byte = 0; byte < hash.size(); byte += 4) {
                work.target = hash;
                EXPECT_EQ(scan(scanner, work, {77, 1}).hits.size(), 1U);
                work.target[byte] = static_cast<std::uint8_t>(hash[byte] - 1);
                std::fill_n(work.target.begin(), byte, std::uint8_t{0xff});
                EXPECT_EQ(scan(scanner, work, {77, 1}).hits.size(), hash[byte] == 0 ? 1U : 0U);
            }
        }
    });
}

TEST(device_code, reports_a_full_hit_buffer) {
    const LaunchShape shape = {
        {&launch::block_threads, 128}, {&launch::nonces_per_thread, 4}, {&launch::hashes, 4096}};
    std::mt19937 random(13);
    Work work = tests::random_work(random, 1);
    work.target.fill(0xff);
    for (auto& engine : tests::make_host_engines(tests::sha256d_row(), shape)) {
        LaunchScanner scanner(tests::sha256d_row(), std::move(engine));
        EXPECT_FALSE(scan(scanner, work, {5, hits_max}).overflowed);
        const ScanResult result = scan(scanner, work, {5, hits_max + 1});
        EXPECT_TRUE(result.overflowed);
        EXPECT_EQ(result.hits.size(), hits_max);
    }
}

TEST(device_hits, of_a_failed_launch_count_as_far_as_they_had_arrived) {
    DeviceHits copy{};
    copy.hits[0] = {77, 3};
    copy.count = not_arrived;
    EXPECT_TRUE(arrived_candidates(copy).empty());
    copy.count = 1;
    EXPECT_EQ(arrived_candidates(copy), (std::vector<LaunchCandidate>{{77, 3}}));
}

TEST(sha256d_device_code, gives_every_nonce_of_a_launch_to_one_thread) {
    for (const std::uint32_t nonces : {1U, 255U, 256U, 257U, 5000U}) {
        for (const std::uint32_t per_thread : {1U, 7U}) {
            constexpr std::uint32_t threads = 64;
            std::set<std::uint32_t> seen;
            const std::uint32_t blocks = sha256d::scan_blocks(nonces, threads, per_thread);
            for (std::uint32_t i = 0; i < blocks * threads * per_thread; ++i) {
                const std::uint32_t block = i / (threads * per_thread);
                seen.insert(sha256d::nonce_index({block, threads, i % threads}, per_thread,
                                                 i / threads % per_thread));
            }
            EXPECT_EQ(seen.size(), blocks * threads * per_thread);
            EXPECT_EQ(*seen.rbegin(), seen.size() - 1);
            EXPECT_GE(seen.size(), nonces);
            EXPECT_LT(seen.size() - nonces, threads * per_thread);
        }
    }
}

TEST(scrypt_device_code, keeps_the_threads_of_a_tile_in_different_banks) {
    using scrypt::tile_place;
    std::set<std::uint32_t> all;
    for (std::uint32_t first = 0; first < scrypt::warp_lanes; first += 8) {
        for (std::uint32_t fixed = 0; fixed < 8; ++fixed) {
            std::set<std::uint32_t> own_banks;
            std::set<std::uint32_t> shared_banks;
            for (std::uint32_t i = 0; i < 8; ++i) {
                all.insert(tile_place(first + i, fixed));
                own_banks.insert(tile_place(first + i, fixed) % 8);
                shared_banks.insert(tile_place(first + fixed, i) % 8);
            }
            EXPECT_EQ(own_banks.size(), 8U) << "eight lanes, each at its own row";
            EXPECT_EQ(shared_banks.size(), 8U) << "eight lanes at one row";
        }
    }
    EXPECT_EQ(all.size(), scrypt::warp_lanes * scrypt::row_quads);
    EXPECT_EQ(*all.rbegin(), all.size() - 1);
}

TEST(scrypt_device_code, gives_every_row_of_v_a_place_of_its_own) {
    std::set<std::uint32_t> places;
    for (std::uint32_t row = 0; row < scrypt::v_rows; ++row) {
        for (std::uint32_t lane = 0; lane < scrypt::warp_lanes; ++lane) {
            EXPECT_EQ(scrypt::v_place(row, lane, 0) % scrypt::row_quads, 0U) << "a cache line";
            places.insert(scrypt::v_place(row, lane, 0));
        }
    }
    EXPECT_EQ(places.size(), scrypt::v_rows * scrypt::warp_lanes);
    EXPECT_EQ(*places.rbegin() + scrypt::row_quads, scrypt::v_quads(1));
}

TEST(scrypt_device_code, divides_romix_into_pieces_that_follow_each_other) {
    using scrypt::romix_steps;
    for (const std::uint32_t gap : scrypt::lookup_gaps) {
        const std::uint32_t pieces = scrypt::romix_pieces(gap);
        EXPECT_EQ(romix_steps(gap, {0, pieces}),
                  (scrypt::RomixSteps{0, scrypt::v_rows / gap, scrypt::v_rows}));
        std::uint32_t rows = 0;
        std::uint32_t reads = 0;
        for (std::uint32_t first = 0; first < pieces; first += 3) {
            const auto steps = romix_steps(gap, {first, std::min(3U, pieces - first)});
            EXPECT_EQ(steps.first_row, rows);
            EXPECT_TRUE(reads == 0 || steps.end_row == rows) << "V is full when it is read";
            rows = steps.end_row;
            reads += steps.reads;
        }
        EXPECT_EQ(rows, scrypt::v_rows / gap);
        EXPECT_EQ(reads, scrypt::v_rows);
    }
}

TEST(scrypt_batch_plan, keeps_all_of_v_where_memory_is_enough) {
    using scrypt::BatchPlan;
    const std::uint64_t block = 128 * scrypt::hash_bytes(1);
    EXPECT_EQ(scrypt::plan_batch(10 * block, 10 * 128, 128, 0), (BatchPlan{1, 10 * 128}));
    EXPECT_EQ(scrypt::plan_batch(10 * block - 1, 10 * 128, 128, 0), (BatchPlan{1, 9 * 128}));
    EXPECT_EQ(scrypt::plan_batch(5 * block, 10 * 128, 128, 0), (BatchPlan{1, 5 * 128}));
    EXPECT_EQ(scrypt::plan_batch(100 * block, 1000, 128, 0), (BatchPlan{1, 7 * 128}));
}

TEST(scrypt_batch_plan, raises_the_lookup_gap_where_memory_is_short) {
    const std::uint64_t block = 128 * scrypt::hash_bytes(1);
    EXPECT_EQ(scrypt::plan_batch(4 * block, 10 * 128, 128, 0).lookup_gap, 2U);
    EXPECT_EQ(scrypt::plan_batch(2 * block, 10 * 128, 128, 0).lookup_gap, 4U);
    EXPECT_EQ(scrypt::plan_batch(block / 2, 100 * 128, 128, 0).lookup_gap, 8U);
    EXPECT_EQ(scrypt::plan_batch(2 * block, 10 * 128, 128, 1), (scrypt::BatchPlan{1, 2 * 128}));
}

TEST(scrypt_batch_plan, is_empty_where_not_even_one_block_has_room) {
    EXPECT_EQ(scrypt::plan_batch(1000, 128, 128, 0).hashes, 0U);
    EXPECT_EQ(scrypt::plan_batch(64 * scrypt::hash_bytes(1), 128, 128, 1).hashes, 0U);
    EXPECT_EQ(scrypt::plan_batch(128 * scrypt::hash_bytes(1), 1, 128, 1).hashes, 128U);
}

}  // namespace
}  // namespace sluice::kernels
