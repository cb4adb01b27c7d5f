#pragma once
/// Scratch memory of a memory-hard kernel: page-aligned, zeroed, and in huge pages where the system
/// has them for the asking, because random reads over many small pages wait for the TLB. Belongs to
/// one thread. Source: madvise(2), MADV_HUGEPAGE.

#include <cstddef>

namespace sluice::kernels {

class ScratchBuffer {
public:
    /// At least `size_bytes`; a size above half a huge page is rounded up to whole ones. Throws
    /// std::bad_alloc if there is no memory. Without huge pages the pages are ordinary ones.
    explicit ScratchBuffer(std::size_t size_bytes);
    ~ScratchBuffer();
    ScratchBuffer(const ScratchBuffer&) = delete;
    ScratchBuffer& operator=(const ScratchBuffer&) = delete;

    [[nodiscard]] void* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return size_bytes_; }

private:
    void* data_;
    std::size_t size_bytes_;
};

}  // namespace sluice::kernels
