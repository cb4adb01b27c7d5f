#include "kernels/gpu/launch_scanner.hpp"

#include "kernels/verify/reference_scan.hpp"
#include "kernels/verify/self_test.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <functional>
#include <optional>

namespace sluice::kernels {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// What a test sees of the engine inside a scanner, and how it makes that engine misbehave.
struct Bench {
    LaunchLimits limits = {.hashes_first = 8, .hashes_max = 8, .launch_time = 0ns};
    std::vector<NonceRange> launches;
    std::vector<PieceRange> pieces;  ///< of the launches
    std::size_t in_flight = 0;
    std::size_t waits = 0;
    std::size_t starved_waits = 0;  ///< after which the device had nothing queued
    std::function<void(std::size_t launch)> on_launch = [](std::size_t) {};
    std::function<void(std::size_t wait, LaunchResult&)> on_wait = [](std::size_t, LaunchResult&) {
    };
};

/// Hashes by the reference, a microsecond each by its own reckoning.
class HostEngine final : public LaunchEngine {
public:
    explicit HostEngine(Bench& bench) : bench_(bench) {}

    [[nodiscard]] LaunchLimits limits() const noexcept override { return bench_.limits; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override { return 4096; }

    void prepare(std::size_t place, const Work& work,
                 std::span<const std::uint32_t> versions) override {
        works_[place] = work;
        versions_[place].assign(versions.begin(), versions.end());
    }

    void launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange pieces) override {
        ASSERT_FALSE(slots_[slot]) << "the slot is in use";
        ASSERT_GT(range.count, 0U);
        ASSERT_GT(pieces.count, 0U);
        if (pieces.first != 0) {
            ASSERT_EQ(range, bench_.launches.back()) << "another range came between";
            ASSERT_EQ(pieces.first, bench_.pieces.back().end());
        }
        const bool is_last = pieces.end() == bench_.limits.pieces;
        LaunchResult result;
        for (std::uint64_t i = 0; i < range.count && is_last; ++i) {
            for (std::uint32_t v = 0; v < versions_[place].size(); ++v) {
                add_if_hit(place, {range.first + i, v}, result);
            }
        }
        result.busy =
            std::chrono::microseconds(range.count * versions_[place].size() * pieces.count);
        slots_[slot] = std::move(result);
        bench_.launches.push_back(range);
        bench_.pieces.push_back(pieces);
        ++bench_.in_flight;
        bench_.on_launch(bench_.launches.size());
    }

    [[nodiscard]] LaunchResult wait(std::size_t slot) override {
        EXPECT_TRUE(slots_[slot]) << "nothing was launched in this slot";
        EXPECT_EQ(slot, bench_.waits % slots) << "launches are waited for in order";
        LaunchResult result = std::move(*slots_[slot]);
        slots_[slot].reset();
        ++bench_.waits;
        bench_.starved_waits += --bench_.in_flight == 0 ? 1 : 0;
        bench_.on_wait(bench_.waits, result);
        return result;
    }

private:
    void add_if_hit(std::size_t place, LaunchCandidate candidate, LaunchResult& result) {
        const HashBytes hash =
            reference_hash(tests::sha256d_row(), works_[place],
                           versions_[place][candidate.version_index], candidate.nonce);
        if (!meets_target(hash, works_[place].target)) {
            return;
        }
        result.overflowed = result.candidates.size() == hits_max;
        if (!result.overflowed) {
            result.candidates.push_back(candidate);
        }
    }

    Bench& bench_;
    std::array<Work, places> works_;
    std::array<std::vector<std::uint32_t>, places> versions_;
    std::array<std::optional<LaunchResult>, slots> slots_;
};

class launch_scanner : public testing::Test {
protected:
    Work random_work(std::uint32_t versions, std::uint32_t target_top) {
        Work work = tests::random_work(random_, versions);
        work.target = tests::target_with_top(target_top);
        return work;
    }

    /// The sizes of the launches of a scan of so many nonces with so many versions.
    std::vector<std::uint64_t> launch_sizes(std::uint64_t nonces, std::uint32_t versions) {
        bench_.launches.clear();
        (void)scan(scanner(), random_work(versions, 0), {1000, nonces});
        std::vector<std::uint64_t> sizes;
        for (const NonceRange& launch : bench_.launches) {
            sizes.push_back(launch.count);
        }
        return sizes;
    }

    Scanner& scanner() {
        if (!scanner_) {
            scanner_ = std::make_unique<LaunchScanner>(tests::sha256d_row(),
                                                       std::make_unique<HostEngine>(bench_));
        }
        return *scanner_;
    }

    std::mt19937 random_{7};
    Bench bench_;
    std::unique_ptr<LaunchScanner> scanner_;
};

TEST_F(launch_scanner, finds_what_the_reference_finds_wherever_launches_meet) {
    constexpr std::uint64_t end = std::uint64_t{1} << 32;
    for (const std::uint32_t versions : {0U, 1U, 3U, 16U}) {
        for (const NonceRange range :
             {NonceRange{0, 1}, NonceRange{5, 100}, NonceRange{end - 33, 33},
              NonceRange{end - 1, 1}, NonceRange{9, 0}}) {
            const Work work = random_work(versions, 0x7fffffff);
            const ScanResult result = scan(scanner(), work, range);
            EXPECT_EQ(in_order(result.hits), reference_scan(tests::sha256d_row(), work, range));
            EXPECT_EQ(result.nonces_done, range.count);
            EXPECT_EQ(result.hashes_done, range.count * std::max(versions, 1U));
            EXPECT_FALSE(result.overflowed);
            EXPECT_EQ(result.hardware_errors, 0U);
            EXPECT_EQ(result.device_error, "");
        }
    }
}

TEST_F(launch_scanner, divides_what_is_left_evenly) {
    EXPECT_THAT(launch_sizes(8, 1), ElementsAre(8));
    EXPECT_THAT(launch_sizes(9, 1), ElementsAre(5, 4));
    EXPECT_THAT(launch_sizes(20, 1), ElementsAre(7, 7, 6));
    EXPECT_THAT(launch_sizes(9, 2), ElementsAre(3, 3, 3));
    EXPECT_THAT(launch_sizes(3, 16), ElementsAre(1, 1, 1))
        << "more versions than a launch's hashes";
}

TEST_F(launch_scanner, tells_how_many_nonces_fill_launches_of_a_fixed_size) {
    EXPECT_EQ(scanner().launch_nonces(1), 8U);
    EXPECT_EQ(scanner().launch_nonces(3), 2U);
    EXPECT_EQ(scanner().launch_nonces(16), 1U);
    bench_.limits = {.hashes_first = 10, .hashes_max = 1 << 20, .launch_time = 100us};
    scanner_.reset();
    EXPECT_EQ(scanner().launch_nonces(1), 1U) << "launches are sized by time";
}

TEST_F(launch_scanner, rounds_launches_up_to_whole_steps) {
    bench_.limits = {.hashes_first = 40, .hashes_max = 64, .nonce_step = 16, .launch_time = 1s};
    EXPECT_THAT(launch_sizes(50, 1), ElementsAre(32, 18));
    EXPECT_THAT(launch_sizes(50, 4), ElementsAre(16, 16, 16, 2));
}

TEST_F(launch_scanner, sizes_launches_by_what_they_took) {
    bench_.limits = {.hashes_first = 10, .hashes_max = 1 << 20, .launch_time = 100us};
    const auto sizes = launch_sizes(1000, 1);  // the engine takes a microsecond for a hash
    EXPECT_EQ(sizes[0], 10U);
    EXPECT_EQ(sizes[1], 10U) << "two launches are queued before the first is measured";
    EXPECT_EQ(sizes[2], 40U) << "but none grows by more than four times";
    EXPECT_LE(*std::ranges::max_element(sizes), 100U);
    EXPECT_GE(launch_sizes(1000, 1).front(), 90U);
    EXPECT_EQ(launch_sizes(1000, 5).front(), 20U);
}

TEST_F(launch_scanner, divides_the_pieces_of_a_range_by_what_they_took) {
    bench_.limits = {.hashes_max = 10, .pieces = 32, .launch_time = 80us};  // 10 us a piece
    const Work work = random_work(1, 0x7fffffff);
    const ScanResult result = scan(scanner(), work, {0, 40});
    EXPECT_EQ(in_order(result.hits), reference_scan(tests::sha256d_row(), work, {0, 40}));
    EXPECT_EQ(result.nonces_done, 40U);
    EXPECT_EQ(result.hashes_done, 40U);
    EXPECT_EQ(result.device_busy, 4 * 32 * 10us);
    ASSERT_GT(bench_.pieces.size(), 8U);
    EXPECT_EQ(bench_.pieces[0], (PieceRange{0, 1}));
    EXPECT_EQ(bench_.pieces[1], (PieceRange{1, 1})) << "queued before the first is measured";
    EXPECT_EQ(bench_.pieces[2].count, 4U);
    const std::vector<PieceRange> last(bench_.pieces.end() - 4, bench_.pieces.end());
    EXPECT_THAT(last, ElementsAre(PieceRange{0, 8}, PieceRange{8, 8}, PieceRange{16, 8},
                                  PieceRange{24, 8}));
    EXPECT_EQ(scanner().launch_nonces(2), 5U) << "ranges have a fixed size";
}

TEST_F(launch_scanner, does_all_pieces_at_once_where_launches_have_no_time) {
    bench_.limits = {.hashes_max = 10, .pieces = 32, .launch_time = 0ns};
    EXPECT_THAT(launch_sizes(20, 1), ElementsAre(10, 10));
}

TEST_F(launch_scanner, leaves_a_range_unfinished_when_it_is_stopped) {
    bench_.limits = {.hashes_max = 10, .pieces = 32, .launch_time = 1us};
    std::atomic<std::uint64_t> epoch = 1;
    bench_.on_launch = [&](std::size_t launch) { epoch = launch == 34 ? 2 : epoch.load(); };
    const Work old_work = random_work(1, 0xffffffff);
    const Work new_work = random_work(1, 0x7fffffff);
    scanner().enqueue(old_work, {0, 40}, {&epoch, 1});
    scanner().enqueue(new_work, {100, 10}, {&epoch, 2});
    const ScanResult result = scanner().collect();
    EXPECT_EQ(result.nonces_done, 10U);
    EXPECT_EQ(in_order(result.hits), reference_scan(tests::sha256d_row(), old_work, {0, 10}));
    EXPECT_EQ(bench_.launches[34], (NonceRange{100, 10})) << "two pieces of the second range ran";
    const ScanResult next = scanner().collect();
    EXPECT_EQ(next.nonces_done, 10U);
    EXPECT_EQ(in_order(next.hits), reference_scan(tests::sha256d_row(), new_work, {100, 10}));
}

TEST_F(launch_scanner, keeps_the_device_busy_from_one_scan_to_the_next) {
    const Work work = random_work(2, 0);
    scanner().enqueue(work, {0, 40}, {});
    EXPECT_EQ(bench_.in_flight, 2U) << "enqueue starts the device";
    for (std::uint64_t next = 40; next < 400; next += 40) {
        scanner().enqueue(work, {next, 40}, {});
        EXPECT_EQ(scanner().collect().nonces_done, 40U);
        EXPECT_EQ(bench_.in_flight, 2U);
    }
    const ScanResult last = scanner().collect();
    EXPECT_EQ(bench_.waits, 100U);
    EXPECT_EQ(bench_.starved_waits, 1U) << "only at the very end";
    EXPECT_EQ(last.device_busy, 80us);
    EXPECT_EQ(last.device_idle, 0us);
}

TEST_F(launch_scanner, keeps_two_scans_of_different_work_apart) {
    const Work first = random_work(3, 0x3fffffff);
    const Work second = random_work(1, 0x3fffffff);
    scanner().enqueue(first, {100, 30}, {});
    scanner().enqueue(second, {500, 70}, {});
    EXPECT_EQ(in_order(scanner().collect().hits),
              reference_scan(tests::sha256d_row(), first, {100, 30}));
    EXPECT_EQ(in_order(scanner().collect().hits),
              reference_scan(tests::sha256d_row(), second, {500, 70}));
}

TEST_F(launch_scanner, tells_of_each_hit_when_its_launch_has_ended) {
    const Work work = random_work(1, 0xffffffff);
    scanner().enqueue(work, {0, 40}, {});
    std::vector<Hit> told;
    const ScanResult result = scanner().collect([&](const Hit& hit) {
        told.push_back(hit);
        EXPECT_EQ(bench_.waits, 1 + hit.nonce / 8) << "launches of 8";
    });
    EXPECT_EQ(told, result.hits);
    EXPECT_EQ(told.size(), 40U);
}

TEST_F(launch_scanner, stops_before_the_next_launch_and_counts_what_was_launched) {
    std::atomic<std::uint64_t> epoch = 1;
    bench_.on_launch = [&](std::size_t launch) { epoch = launch == 4 ? 2 : epoch.load(); };
    const Work work = random_work(1, 0xffffffff);
    scanner().enqueue(work, {0, 80}, {&epoch, 1});
    scanner().enqueue(work, {80, 80}, {&epoch, 1});
    const ScanResult result = scanner().collect();
    EXPECT_EQ(result.nonces_done, 4U * 8);
    EXPECT_EQ(in_order(result.hits), reference_scan(tests::sha256d_row(), work, {0, 4 * 8}));
    EXPECT_EQ(scanner().collect().nonces_done, 0U);
    scanner().enqueue(work, {0, 16}, {&epoch, 2});
    EXPECT_EQ(scanner().collect().nonces_done, 16U);
    EXPECT_EQ(bench_.launches.size(), 6U);
}

TEST_F(launch_scanner, reports_more_hits_than_it_can_return) {
    bench_.limits.hashes_max = 4096;
    const Work work = random_work(1, 0xffffffff);
    for (const std::uint64_t nonces : {hits_max - 1, hits_max, hits_max + 1, 3 * hits_max}) {
        const ScanResult result = scan(scanner(), work, {0, nonces});
        EXPECT_EQ(result.hits.size(), std::min<std::uint64_t>(nonces, hits_max));
        EXPECT_EQ(result.overflowed, nonces > hits_max);
        EXPECT_EQ(result.nonces_done, nonces);
    }
    scanner_.reset();
    bench_.limits.hashes_max = 8;
    EXPECT_TRUE(scan(scanner(), work, {0, hits_max + 1}).overflowed) << "over several launches";
}

TEST_F(launch_scanner, counts_what_the_reference_rejects_as_hardware_errors) {
    bench_.on_wait = [](std::size_t wait, LaunchResult& result) {
        if (wait == 2) {
            result.candidates.push_back({8, 0});   // not a hit
            result.candidates.push_back({8, 1});   // no such version
            result.candidates.push_back({16, 0});  // behind the launch
            result.candidates.push_back({7, 0});   // before it
        }
    };
    const ScanResult result = scan(scanner(), random_work(1, 0), {0, 40});
    EXPECT_EQ(result.hardware_errors, 4U);
    EXPECT_TRUE(result.hits.empty());
    EXPECT_EQ(result.nonces_done, 40U);
}

TEST_F(launch_scanner, takes_no_candidate_whose_top_bits_are_the_targets_for_a_hardware_error) {
    Work work = random_work(1, 0);
    const std::uint32_t version = versions_of(tests::sha256d_row(), work).front();
    const auto top_bits = [&](std::uint64_t nonce) {
        const HashBytes hash = reference_hash(tests::sha256d_row(), work, version, nonce);
        return std::vector<std::uint8_t>(hash.rbegin(), hash.rbegin() + 4);
    };
    const std::uint64_t tie = top_bits(0) < top_bits(1) ? 0 : 1;
    work.target.fill(0);
    std::ranges::copy(top_bits(tie), work.target.rbegin());
    bench_.on_wait = [](std::size_t, LaunchResult& result) {
        result.candidates = {{0, 0}, {1, 0}};
    };
    const ScanResult result = scan(scanner(), work, {0, 2});
    EXPECT_TRUE(result.hits.empty());
    EXPECT_EQ(result.hardware_errors, 1U) << "the other nonce alone";
}

TEST_F(launch_scanner, gives_the_finished_launches_and_the_error_when_the_device_fails) {
    bench_.on_wait = [](std::size_t wait, LaunchResult& result) {
        result.error = wait == 3 ? "fell off the bus" : "";
    };
    const Work work = random_work(1, 0xffffffff);
    scanner().enqueue(work, {0, 80}, {});
    scanner().enqueue(work, {80, 80}, {});
    const ScanResult result = scanner().collect();
    EXPECT_EQ(result.device_error, "fell off the bus");
    EXPECT_EQ(result.nonces_done, 2U * 8);
    EXPECT_EQ(result.hashes_done, 2U * 8);
    EXPECT_EQ(in_order(result.hits), reference_scan(tests::sha256d_row(), work, {0, 4 * 8}))
        << "what had reached the host of the launch that failed, and the one behind it";
    const ScanResult next = scanner().collect();
    EXPECT_EQ(next.device_error, "fell off the bus");
    EXPECT_EQ(next.nonces_done, 0U);
    EXPECT_EQ(bench_.launches.size(), 4U) << "nothing is launched on a failed device";
    EXPECT_EQ(bench_.in_flight, 0U);
}

TEST_F(launch_scanner, gives_the_hits_of_the_other_scan_when_a_launch_fails) {
    bench_.on_wait = [](std::size_t wait, LaunchResult& result) {
        if (wait == 1) {
            result = {};
            result.error = "fell off the bus";
        }
    };
    const Work first = random_work(1, 0xffffffff);
    const Work second = random_work(2, 0xffffffff);
    scanner().enqueue(first, {0, 8}, {});
    scanner().enqueue(second, {100, 4}, {});
    const ScanResult failed = scanner().collect();
    EXPECT_EQ(failed.device_error, "fell off the bus");
    EXPECT_TRUE(failed.hits.empty());
    const ScanResult ended = scanner().collect();
    EXPECT_EQ(ended.device_error, "fell off the bus");
    EXPECT_EQ(ended.nonces_done, 4U);
    EXPECT_EQ(in_order(ended.hits), reference_scan(tests::sha256d_row(), second, {100, 4}));
}

TEST_F(launch_scanner, takes_no_wrong_hit_of_a_failed_launch_for_a_hardware_error) {
    bench_.on_wait = [](std::size_t, LaunchResult& result) {
        result.candidates = {{8, 0}, {1, 7}, {3, 0}};
        result.error = "fell off the bus";
    };
    const ScanResult result = scan(scanner(), random_work(1, 0), {0, 8});
    EXPECT_TRUE(result.hits.empty());
    EXPECT_EQ(result.hardware_errors, 0U);
}

TEST_F(launch_scanner, that_fails_its_self_test_by_a_device_error_says_which) {
    bench_.on_wait = [](std::size_t, LaunchResult& result) { result.error = "no memory"; };
    EXPECT_EQ(self_test(tests::sha256d_row(), scanner()), "the device failed: no memory");
}

}  // namespace
}  // namespace sluice::kernels
