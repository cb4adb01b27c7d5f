#include "kernels/algorithms/scrypt/cpu/batch_runner.hpp"
#include "kernels/algorithms/scrypt/row.hpp"
#include "kernels/algorithms/scrypt/scrypt.hpp"
#include "kernels/cpu/batch_hasher.hpp"

#include <algorithm>
#include <memory>

namespace sluice::kernels::scrypt {
namespace {

/// Hashes every nonce with every version in batches. A batch costs so much more than filling it
/// that its headers are simply written out.
class ScryptChunkScanner final : public ChunkScanner {
public:
    explicit ScryptChunkScanner(const BatchFunction& function) : runner_(function) {}

    void prepare(const Work& work, std::span<const std::uint32_t> versions) override {
        std::copy_n(work.header.begin(), header_size, header_.begin());
        versions_.assign(versions.begin(), versions.end());
        target_ = work.target;
    }

    void scan_chunk(std::uint64_t first, std::uint32_t count,
                    CandidateBuffer& out) noexcept override {
        const std::size_t versions = versions_.size();
        const std::size_t total = count * versions;
        for (std::size_t done = 0; done < total; done += runner_.lanes()) {
            const std::size_t size = std::min(runner_.lanes(), total - done);
            for (std::size_t i = 0; i < size; ++i) {
                write_header(i, versions_[(done + i) % versions],
                             static_cast<std::uint32_t>(first + (done + i) / versions));
            }
            const std::span hashes = std::span(hashes_).first(size);
            runner_.hash(std::span(headers_).first(size * header_size), hashes);
            for (std::size_t i = 0; i < size; ++i) {
                if (meets_target(hashes[i], target_)) {
                    out.add({static_cast<std::uint32_t>((done + i) / versions),
                             static_cast<std::uint32_t>((done + i) % versions)});
                }
            }
        }
    }

    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return runner_.scratch_bytes();
    }

private:
    void write_header(std::size_t index, std::uint32_t version, std::uint32_t nonce) noexcept {
        const std::span header = std::span(headers_).subspan(index * header_size, header_size);
        std::ranges::copy(header_, header.begin());
        for (std::size_t i = 0; i < 4; ++i) {
            header[i] = static_cast<std::uint8_t>(version >> (8 * i));
            header[76 + i] = static_cast<std::uint8_t>(nonce >> (8 * i));
        }
    }

    BatchRunner runner_;
    std::array<std::uint8_t, header_size> header_{};
    std::vector<std::uint32_t> versions_;
    HashBytes target_{};
    std::vector<std::uint8_t> headers_ = std::vector<std::uint8_t>(runner_.lanes() * header_size);
    std::vector<HashBytes> hashes_ = std::vector<HashBytes>(runner_.lanes());
};

class ScryptBatchHasher final : public BatchHasher {
public:
    explicit ScryptBatchHasher(const BatchFunction& function) : runner_(function) {}

    [[nodiscard]] std::size_t lanes() const noexcept override { return runner_.lanes(); }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return runner_.scratch_bytes();
    }
    void hash(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept override {
        runner_.hash(headers, out);
    }

private:
    BatchRunner runner_;
};

constexpr BatchFunction scalar = {1, scratch_blocks(litecoin.n, litecoin.r) * sizeof(SalsaBlock),
                                  hash_batch_scalar};
#if defined(__x86_64__)
constexpr BatchFunction sse2 = lanes(4, hash_batch_sse2);
constexpr BatchFunction avx2 = lanes(8, hash_batch_avx2);
constexpr BatchFunction avx512 = lanes(16, hash_batch_avx512);
#elif defined(__aarch64__)
constexpr BatchFunction neon = lanes(4, hash_batch_neon);
#endif

/// `chunk_hashes` is whole batches, and the fewest that a chunk may have: 16 hashes take between
/// half a millisecond and a few.
template <const BatchFunction& function>
constexpr CpuKernel kernel(std::string_view name, CpuFeatures required, std::size_t chunk_hashes,
                           double bound_cycles) {
    return {.name = name,
            .required = required,
            .chunk_hashes = chunk_hashes,
            .make = []() -> std::unique_ptr<ChunkScanner> {
                return std::make_unique<ScryptChunkScanner>(function);
            },
            .bound_cycles_per_hash = bound_cycles,
            .make_batch = []() -> std::unique_ptr<BatchHasher> {
                return std::make_unique<ScryptBatchHasher>(function);
            }};
}

constexpr CpuKernel kernel_table[] = {
#if defined(__x86_64__)
    kernel<avx512>("avx512", feature_avx512f, 32, 70'400),
    kernel<avx2>("avx2", feature_avx2, 16, 102'500),
    kernel<sse2>("sse2", 0, 16, 205'000),
#elif defined(__aarch64__)
    kernel<neon>("neon", 0, 16, 0),
#endif
    kernel<scalar>("scalar", 0, 16, 0),
};

}  // namespace

std::span<const CpuKernel> cpu_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::scrypt
