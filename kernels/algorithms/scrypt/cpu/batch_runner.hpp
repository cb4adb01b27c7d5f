#pragma once
/// A batch function with the memory that it needs: hashes any number of headers, batch by batch.
/// Belongs to one thread.

#include "kernels/algorithms/scrypt/cpu/batch_functions.hpp"
#include "kernels/cpu/scratch_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::kernels::scrypt {

class BatchRunner {
public:
    explicit BatchRunner(const BatchFunction& function);

    [[nodiscard]] std::size_t lanes() const noexcept { return function_.hashes; }
    [[nodiscard]] std::size_t scratch_bytes() const noexcept { return scratch_.size_bytes(); }

    /// Hashes out.size() headers of 80 bytes, one after another.
    void hash(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept;

private:
    void hash_rest(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept;

    BatchFunction function_;
    ScratchBuffer scratch_;
    std::vector<std::uint8_t> rest_headers_;  // one full batch; what lies behind the rest is stale
    std::vector<HashBytes> rest_hashes_;
};

}  // namespace sluice::kernels::scrypt
