#include "kernels/cpu/cpu_scanner.hpp"

#include "kernels/registry/algorithms.hpp"
#include "tests/unit/kernels/scan_support.hpp"

#include <atomic>

namespace sluice::kernels {
namespace {

/// Proposes every hash, and starts a new epoch while it scans its third chunk.
std::atomic<std::uint64_t> test_epoch;
int chunks_scanned;

class EpochBumper final : public ChunkScanner {
public:
    void prepare(const Work&, std::span<const std::uint32_t> versions) override {
        version_count_ = static_cast<std::uint32_t>(versions.size());
    }
    void scan_chunk(std::uint64_t, std::uint32_t count, CandidateBuffer& out) noexcept override {
        for (std::uint32_t i = 0; i < count; ++i) {
            for (std::uint32_t v = 0; v < version_count_; ++v) {
                out.add({i, v});
            }
        }
        if (++chunks_scanned == 3) {
            test_epoch = 2;
        }
    }

private:
    std::uint32_t version_count_ = 0;
};

constexpr CpuKernel epoch_bumper = {
    .name = "epoch-bumper", .required = 0, .chunk_hashes = 64, .make = []() {
        return std::unique_ptr<ChunkScanner>(std::make_unique<EpochBumper>());
    }};

TEST(cpu_scanner, stops_between_chunks_when_the_epoch_changes) {
    test_epoch = 1;
    chunks_scanned = 0;
    CpuScanner scanner(tests::sha256d_row(), epoch_bumper);
    std::mt19937 random(5);
    Work work = tests::random_work(random, 4);
    work.target.fill(0xff);
    const ScanResult result = scan(scanner, work, {1000, 100'000}, {&test_epoch, 1});
    EXPECT_EQ(chunks_scanned, 3);
    EXPECT_EQ(result.nonces_done, 3U * 64 / 4);
    EXPECT_EQ(result.hashes_done, 3U * 64);
    EXPECT_EQ(result.hits.size(), 3U * 64);
    for (const Hit& hit : result.hits) {
        EXPECT_LT(hit.nonce - 1000, result.nonces_done);
    }
}

TEST(cpu_scanner, tells_of_each_hit_when_its_chunk_is_done) {
    test_epoch = 1;
    chunks_scanned = 0;
    CpuScanner scanner(tests::sha256d_row(), epoch_bumper);
    std::mt19937 random(5);
    Work work = tests::random_work(random, 4);
    work.target.fill(0xff);
    scanner.enqueue(work, {1000, 100'000}, {&test_epoch, 1});
    std::vector<Hit> told;
    const ScanResult result = scanner.collect([&](const Hit& hit) {
        told.push_back(hit);
        EXPECT_EQ(chunks_scanned, 1 + static_cast<int>((told.size() - 1) / 64));
    });
    EXPECT_EQ(told, result.hits);
    EXPECT_EQ(told.size(), 3U * 64);
}

TEST(cpu_scanner, drops_candidates_that_the_reference_does_not_confirm) {
    chunks_scanned = 0;
    CpuScanner scanner(tests::sha256d_row(), epoch_bumper);
    std::mt19937 random(5);
    Work work = tests::random_work(random, 16);
    const ScanResult result = scan(scanner, work, {0, 50});
    EXPECT_TRUE(result.hits.empty());
    EXPECT_EQ(result.nonces_done, 50U);
}

TEST(cpu_kernel_tables, keep_to_the_limits_of_a_chunk) {
    for (const Algorithm& algorithm : algorithms()) {
        for (const CpuKernel& kernel : algorithm.cpu_kernels()) {
            EXPECT_GE(kernel.chunk_hashes, versions_max) << kernel.name;
            EXPECT_LE(kernel.chunk_hashes, chunk_hashes_max) << kernel.name;
        }
        EXPECT_EQ(algorithm.cpu_kernels().back().required, 0U) << "the last row runs everywhere";
    }
}

}  // namespace
}  // namespace sluice::kernels
