#pragma once
/// The Scanner of the CPU backend: walks a range in chunks of one kernel, looks at the stop token
/// between them, and re-verifies every candidate by the reference. Belongs to one thread.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/scanner.hpp"
#include "kernels/cpu/cpu_kernel.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace sluice::kernels {

class CpuScanner final : public Scanner {
public:
    /// `algorithm` and `kernel` must outlive the scanner.
    CpuScanner(const Algorithm& algorithm, const CpuKernel& kernel);

    [[nodiscard]] std::size_t depth() const noexcept override { return 1; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept override {
        return chunk_scanner_->scratch_bytes();
    }
    void enqueue(const Work& work, NonceRange range, StopToken stop) override;
    /// Does the work: a CPU worker thread hashes while it waits for the result.
    using Scanner::collect;
    [[nodiscard]] ScanResult collect(const HitNotice& on_hit) override;

private:
    struct Pending {
        Work work;
        NonceRange range;
        StopToken stop;
    };

    /// Confirms the candidates of a chunk that starts at `first`.
    void add_hits(const Work& work, std::span<const std::uint32_t> versions, std::uint64_t first,
                  const HitNotice& on_hit, ScanResult& result) const;

    const Algorithm& algorithm_;
    std::size_t chunk_hashes_;
    std::unique_ptr<ChunkScanner> chunk_scanner_;
    CandidateBuffer candidates_;
    std::optional<Pending> pending_;
};

}  // namespace sluice::kernels
