#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"
#include "kernels/algorithms/sha256d/row.hpp"

#include <memory>

namespace sluice::kernels::sha256d {
namespace {

class Sha256dChunkScanner final : public ChunkScanner {
public:
    explicit Sha256dChunkScanner(ScanFunction* scan) noexcept : scan_(scan) {}

    void prepare(const Work& work, std::span<const std::uint32_t> versions) override {
        prepared_ = prepare_scan(work, versions);
    }

    void scan_chunk(std::uint64_t first, std::uint32_t count,
                    CandidateBuffer& out) noexcept override {
        scan_(prepared_, static_cast<std::uint32_t>(first), count, out);
    }

private:
    ScanFunction* scan_;
    PreparedScan prepared_{};
};

template <ScanFunction* scan>
std::unique_ptr<ChunkScanner> make() {
    return std::make_unique<Sha256dChunkScanner>(scan);
}

constexpr CpuKernel kernel_table[] = {
#if defined(__x86_64__)
    {.name = "avx512-shani",
     .required = feature_avx512vl | feature_sha,
     .chunk_hashes = 2048,
     .make = make<scan_avx512_shani>,
     .bound_cycles_per_hash = 64},
    {.name = "avx512",
     .required = feature_avx512f,
     .chunk_hashes = 2048,
     .make = make<scan_avx512>,
     .bound_cycles_per_hash = 76.4},
    {.name = "shani",
     .required = feature_sha,
     .chunk_hashes = 1024,
     .make = make<scan_shani>,
     .bound_cycles_per_hash = 61},
    {.name = "avx2",
     .required = feature_avx2,
     .chunk_hashes = 1024,
     .make = make<scan_avx2>,
     .bound_cycles_per_hash = 156.7},
    {.name = "sse2",
     .required = 0,
     .chunk_hashes = 512,
     .make = make<scan_sse2>,
     .bound_cycles_per_hash = 313.4},
#elif defined(__aarch64__)
    {.name = "armv8", .required = feature_arm_sha2, .chunk_hashes = 1024, .make = make<scan_armv8>},
    {.name = "neon", .required = 0, .chunk_hashes = 512, .make = make<scan_neon>},
#endif
    {.name = "scalar", .required = 0, .chunk_hashes = 256, .make = make<scan_scalar>},
};

}  // namespace

std::span<const CpuKernel> cpu_kernels() noexcept { return kernel_table; }

}  // namespace sluice::kernels::sha256d
