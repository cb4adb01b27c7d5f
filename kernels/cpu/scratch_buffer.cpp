#include "kernels/cpu/scratch_buffer.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace sluice::kernels {
namespace {

constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;  // x86-64, and ARMv8 with 4 KiB pages
constexpr std::size_t page_bytes = std::size_t{4} << 10;

constexpr std::size_t round_up(std::size_t size, std::size_t unit) {
    return (size + unit - 1) / unit * unit;
}

std::byte* map(std::size_t size_bytes) {
    void* const place =
        mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) {
        throw std::bad_alloc();
    }
    return static_cast<std::byte*>(place);
}

/// Maps more than is asked for and gives back what lies before and behind the aligned part.
std::byte* map_huge(std::size_t size_bytes) {
    std::byte* const all = map(size_bytes + huge_page_bytes);
    const auto address = reinterpret_cast<std::uintptr_t>(all);
    const std::size_t before = round_up(address, huge_page_bytes) - address;
    if (before != 0) {
        munmap(all, before);
    }
    munmap(all + before + size_bytes, huge_page_bytes - before);
#if defined(MADV_HUGEPAGE)
    madvise(all + before, size_bytes, MADV_HUGEPAGE);  // advice: a refusal changes only the speed
#endif
    return all + before;
}

}  // namespace

ScratchBuffer::ScratchBuffer(std::size_t size_bytes) {
    const bool huge = size_bytes >= huge_page_bytes / 2;
    size_bytes_ = round_up(size_bytes, huge ? huge_page_bytes : page_bytes);
    data_ = huge ? map_huge(size_bytes_) : map(size_bytes_);
}

ScratchBuffer::~ScratchBuffer() { munmap(data_, size_bytes_); }

}  // namespace sluice::kernels
