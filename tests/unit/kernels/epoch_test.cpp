// An algorithm of another header family, whose headers are hashed over what their epoch prepares.

#include "kernels/api/epoch_states.hpp"
#include "kernels/cpu/cpu_kernel.hpp"
#include "kernels/cpu/cpu_scanner.hpp"
#include "kernels/gpu/launch_scanner.hpp"
#include "kernels/verify/reference_scan.hpp"
#include "kernels/verify/self_test.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace sluice::kernels {
namespace {

/// A hash of 32 bytes, a height, a nonce.
constexpr HeaderFamily hash_nonce64{.name = "hash_nonce64",
                                    .size = 48,
                                    .nonce_offset = 40,
                                    .nonce_size = 8,
                                    .version_offset = std::nullopt};
constexpr std::size_t height_offset = 32;
constexpr std::uint64_t epoch_blocks = 100;

struct Table final : EpochState {
    std::array<std::uint64_t, 16> words{};
};

std::uint64_t word_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + offset, sizeof word);
    return word;
}

/// SplitMix64's step (Steele, Lea and Flood 2014).
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e37'79b9'7f4a'7c15;
    x = (x ^ x >> 30) * 0xbf58'476d'1ce4'e5b9;
    x = (x ^ x >> 27) * 0x94d0'49bb'1331'11eb;
    return x ^ x >> 31;
}

std::uint64_t epoch_of(std::span<const std::uint8_t> header) noexcept {
    return word_at(header, height_offset) / epoch_blocks;
}

SharedEpochState prepare(std::uint64_t epoch) {
    auto table = std::make_shared<Table>();
    for (std::size_t i = 0; i < table->words.size(); ++i) {
        table->words[i] = mix(epoch << 8 | i);
    }
    return table;
}

void hash(std::span<const std::uint8_t> header, const EpochState& state, HashBytes& out) noexcept {
    const auto& words = static_cast<const Table&>(state).words;
    std::uint64_t x = 0;
    for (std::size_t i = 0; i < header.size(); i += 8) {
        x = mix(x ^ word_at(header, i) ^ words[x % words.size()]);
    }
    for (std::size_t i = 0; i < out.size(); i += 8) {
        x = mix(x ^ words[x % words.size()]);
        std::memcpy(out.data() + i, &x, sizeof x);
    }
}

constexpr EpochRules rules{epoch_of, prepare, hash};

Work work_at(std::uint64_t height);
std::span<const KnownHeader> known_headers() noexcept;

constexpr Algorithm toy{.name = "toy",
                        .family = hash_nonce64,
                        .share_difficulty_unit = 1,
                        .reference_hash_us = 1,
                        .hash = nullptr,
                        .known_headers = known_headers,
                        .launch_parameters = {},
                        .cpu_kernels = nullptr,
                        .cuda_kernels = nullptr,
                        .opencl_kernels = nullptr,
                        .epochs = &rules};

Work work_at(std::uint64_t height) {
    Work work;
    for (std::size_t i = 0; i < height_offset; ++i) {
        work.header[i] = static_cast<std::uint8_t>(7 * i);
    }
    std::memcpy(work.header.data() + height_offset, &height, sizeof height);
    work.target.fill(0xff);
    work.target.back() = 0x1f;
    work.state = EpochStates(toy).of(work.header);
    return work;
}

/// In two epochs, with nonces beyond 32 bits.
std::span<const KnownHeader> known_headers() noexcept {
    static const std::vector<KnownHeader> rows = [] {
        std::vector<KnownHeader> made;
        for (const std::uint64_t height : {99, 100}) {
            const Work work = work_at(height);
            std::uint64_t nonce = 0x0123'4567'89ab'cdef + height;
            KnownHeader known{.header = work.header, .hash = {}};
            do {  // so rare a hash that no other in its neighbourhood meets it as a target
                known.hash = reference_hash(toy, work, 0, ++nonce);
            } while (known.hash[31] != 0 || known.hash[30] != 0);
            std::memcpy(known.header.data() + hash_nonce64.nonce_offset, &nonce, sizeof nonce);
            made.push_back(known);
        }
        return made;
    }();
    return rows;
}

/// Hashes by the reference; `only`: over this state, whatever the work's is.
class ToyChunks final : public ChunkScanner {
public:
    explicit ToyChunks(SharedEpochState only) : only_(std::move(only)) {}

    void prepare(const Work& work, std::span<const std::uint32_t> versions) override {
        EXPECT_EQ(versions.size(), 1U);
        work_ = work;
        work_.state = only_ != nullptr ? only_ : work.state;
    }
    void scan_chunk(std::uint64_t first, std::uint32_t count,
                    CandidateBuffer& out) noexcept override {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (meets_target(reference_hash(toy, work_, 0, first + i), work_.target)) {
                out.add({i, 0});
            }
        }
    }

private:
    SharedEpochState only_;
    Work work_;
};

CpuKernel kernel_of(std::unique_ptr<ChunkScanner> (*make)()) {
    return {.name = "toy", .required = 0, .chunk_hashes = 64, .make = make};
}

std::string verdict_on(const CpuKernel& kernel) {
    CpuScanner scanner(toy, kernel);
    return self_test(toy, scanner, [] {});
}

TEST(epoch, of_a_header_decides_over_what_it_is_hashed) {
    const Work before = work_at(99);
    const Work after = work_at(100);
    EXPECT_NE(reference_hash(toy, before, 0, 7), reference_hash(toy, after, 0, 7));
    Work wrong = after;
    wrong.state = before.state;
    EXPECT_NE(reference_hash(toy, wrong, 0, 7), reference_hash(toy, after, 0, 7));
}

TEST(epoch, is_that_of_each_known_header_in_a_self_test) {
    EXPECT_EQ(verdict_on(kernel_of([]() -> std::unique_ptr<ChunkScanner> {
                  return std::make_unique<ToyChunks>(nullptr);
              })),
              "");
    EXPECT_NE(verdict_on(kernel_of([]() -> std::unique_ptr<ChunkScanner> {
                  return std::make_unique<ToyChunks>(prepare(0));
              })),
              "")
        << "a kernel that stays in one epoch";
}

TEST(header_family, of_long_nonces_and_without_versions_is_scanned_to_its_end) {
    const CpuKernel kernel = kernel_of(
        []() -> std::unique_ptr<ChunkScanner> { return std::make_unique<ToyChunks>(nullptr); });
    CpuScanner scanner(toy, kernel);
    const Work work = work_at(5);
    const NonceRange range{hash_nonce64.nonce_max() - 999, 1000};
    const ScanResult result = scan(scanner, work, range);
    EXPECT_EQ(result.nonces_done, 1000U);
    EXPECT_EQ(in_order(result.hits), reference_scan(toy, work, range));
    EXPECT_GT(result.hits.size(), 50U);
    EXPECT_EQ(versions_of(toy, work), std::vector<std::uint32_t>{0});
}

/// A GPU that hashes as soon as it is asked, in launches of ten.
class ToyEngine final : public LaunchEngine {
public:
    LaunchLimits limits() const noexcept override {
        return {.hashes_first = 10, .hashes_max = 10, .launch_time = {}};
    }
    std::size_t scratch_bytes() const noexcept override { return 0; }
    void prepare(std::size_t place, const Work& work, std::span<const std::uint32_t>) override {
        works_[place] = work;
    }
    void launch(std::size_t slot, std::size_t place, NonceRange range, PieceRange) override {
        results_[slot] = {};
        for (const Hit& hit : reference_scan(toy, works_[place], range)) {
            results_[slot].candidates.push_back({hit.nonce, 0});
        }
    }
    LaunchResult wait(std::size_t slot) override { return std::exchange(results_[slot], {}); }

private:
    std::array<Work, places> works_;
    std::array<LaunchResult, slots> results_;
};

TEST(epoch, is_kept_by_the_scans_that_are_queued_and_no_longer) {
    auto scanner = std::make_unique<LaunchScanner>(toy, std::make_unique<ToyEngine>());
    const std::array ranges{NonceRange{0, 300}, NonceRange{std::uint64_t{1} << 40, 300}};
    std::vector<std::weak_ptr<const EpochState>> states;
    std::vector<std::vector<Hit>> expected;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const Work work = work_at(99 + i);
        states.push_back(work.state);
        expected.push_back(reference_scan(toy, work, ranges[i]));
        scanner->enqueue(work, ranges[i], {});
    }
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        EXPECT_FALSE(states[i].expired());
        EXPECT_EQ(in_order(scanner->collect().hits), expected[i]);
    }
    scanner.reset();
    EXPECT_TRUE(states[0].expired() && states[1].expired());
}

}  // namespace
}  // namespace sluice::kernels
