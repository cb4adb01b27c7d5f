#pragma once
/// FingerprintSet: a set of 64-bit numbers that are uniform already, in one flat table: eight bytes
/// a slot, at most three quarters of the slots used, and freed at one go. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::pool {

class FingerprintSet {
public:
    enum class Insert { added, duplicate, full };

    /// Full at `size_max` numbers: then it still tells duplicates.
    [[nodiscard]] Insert insert(std::uint64_t fingerprint, std::size_t size_max);
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    /// Where the number is, or the free slot where it belongs.
    [[nodiscard]] std::size_t slot_of(std::uint64_t fingerprint) const noexcept;
    void grow();

    std::vector<std::uint64_t> slots_;  ///< a power of two of them; 0: free
    std::size_t size_ = 0;
};

}  // namespace sluice::pool
