#pragma once
/// A CPU kernel: one way to hash nonces with one instruction set. A kernel only proposes
/// candidates; the scanner (cpu_scanner.hpp) re-hashes each of them by the reference and compares
/// all 256 bits. Rows are constant data; a ChunkScanner belongs to one thread.

#include "kernels/api/work.hpp"
#include "kernels/cpu/cpu_features.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace sluice::kernels {

/// The most hashes that a kernel may do in one chunk.
inline constexpr std::size_t chunk_hashes_max = 2048;

/// A hash that may meet the target.
struct Candidate {
    std::uint32_t nonce_offset;   ///< from the first nonce of the chunk
    std::uint32_t version_index;  ///< in the list given to prepare()
};

/// The candidates of one chunk. Holds every hash of a chunk, so that it cannot overflow.
class CandidateBuffer {
public:
    void add(Candidate candidate) noexcept {
        assert(size_ < entries_.size());
        entries_[size_++] = candidate;
    }
    void clear() noexcept { size_ = 0; }
    [[nodiscard]] std::span<const Candidate> view() const noexcept {
        return {entries_.data(), size_};
    }

private:
    std::array<Candidate, chunk_hashes_max> entries_;
    std::size_t size_ = 0;
};

/// A kernel at work: holds what it precomputes from a Work, and scratch memory if it needs any.
class ChunkScanner {
public:
    ChunkScanner() = default;
    ChunkScanner(const ChunkScanner&) = delete;
    ChunkScanner& operator=(const ChunkScanner&) = delete;
    virtual ~ChunkScanner() = default;

    /// Sets the work of the chunks that follow. `versions` is what versions_of() gives for it.
    virtual void prepare(const Work& work, std::span<const std::uint32_t> versions) = 0;

    /// Hashes `count` nonces from `first` on with every version and adds every hash <= the target,
    /// and possibly some above it, to `out`. count times versions is at most chunk_hashes_max.
    virtual void scan_chunk(std::uint64_t first, std::uint32_t count,
                            CandidateBuffer& out) noexcept = 0;

    /// Scratch memory held for as long as the scanner lives, such as scrypt's V.
    [[nodiscard]] virtual std::size_t scratch_bytes() const noexcept { return 0; }
};

class BatchHasher;  // kernels/cpu/batch_hasher.hpp

/// One row of an algorithm's table of CPU kernels.
struct CpuKernel {
    std::string_view name;
    CpuFeatures required;  ///< 0: runs everywhere
    /// Hashes between two looks at the stop token: a fraction of a millisecond of this kernel's
    /// work, a few milliseconds for a slow hash. At most chunk_hashes_max, and at least
    /// versions_max.
    std::size_t chunk_hashes;
    std::unique_ptr<ChunkScanner> (*make)();
    /// Cycles a hash would take if a core's busiest units never waited, with eight versions in a
    /// work item, where a core starts two 512-bit or four 256-bit operations a cycle
    /// (docs/kernels.md and docs/scrypt-kernels.md count them); 0: not known.
    double bound_cycles_per_hash = 0;
    /// Null for a kernel that hashes only headers that differ in nonce and version.
    std::unique_ptr<BatchHasher> (*make_batch)() = nullptr;
};

}  // namespace sluice::kernels
