#pragma once
/// Hashes many unrelated headers of one algorithm at once, in the widest lanes of this CPU: what a
/// pool needs to verify the shares of its miners. A hasher belongs to one thread.

#include "kernels/api/algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace sluice::kernels {

class BatchHasher {
public:
    BatchHasher() = default;
    BatchHasher(const BatchHasher&) = delete;
    BatchHasher& operator=(const BatchHasher&) = delete;
    virtual ~BatchHasher() = default;

    /// Number of headers hashed at once: collect up to this many before hash().
    [[nodiscard]] virtual std::size_t lanes() const noexcept = 0;

    /// Memory held between calls, which does not grow.
    [[nodiscard]] virtual std::size_t scratch_bytes() const noexcept = 0;

    /// Hashes out.size() headers, which stand one after another, as Algorithm::hash does each.
    virtual void hash(std::span<const std::uint8_t> headers, std::span<HashBytes> out) noexcept = 0;
};

/// The hasher of the best kernel that this CPU can run and that reproduces the algorithm's known
/// headers; the reference, one header after another, where no kernel has one. Never null.
[[nodiscard]] std::unique_ptr<BatchHasher> make_batch_hasher(const Algorithm& algorithm);

}  // namespace sluice::kernels
