#pragma once
/// Byte sequences and fixed-width integers in them. The byte order is in every name. Pure
/// functions, any thread.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace sluice {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

static_assert(std::endian::native == std::endian::little,
              "loads and stores below assume a little-endian machine");

/// Reads an unsigned integer of sizeof(T) bytes at `at`; the caller guarantees that many bytes.
template <class T>
[[nodiscard]] inline T load_le(const std::uint8_t* at) noexcept {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <class T>
inline void store_le(std::uint8_t* at, T value) noexcept {
    std::memcpy(at, &value, sizeof value);
}

[[nodiscard]] inline std::uint32_t load_le32(const std::uint8_t* at) noexcept {
    return load_le<std::uint32_t>(at);
}
[[nodiscard]] inline std::uint64_t load_le64(const std::uint8_t* at) noexcept {
    return load_le<std::uint64_t>(at);
}
[[nodiscard]] inline std::uint32_t load_be32(const std::uint8_t* at) noexcept {
    return __builtin_bswap32(load_le32(at));
}

inline void store_le32(std::uint8_t* at, std::uint32_t value) noexcept { store_le(at, value); }
inline void store_le64(std::uint8_t* at, std::uint64_t value) noexcept { store_le(at, value); }
inline void store_be32(std::uint8_t* at, std::uint32_t value) noexcept {
    store_le(at, __builtin_bswap32(value));
}

inline void append(Bytes& out, ByteSpan bytes) {
    const std::size_t old_size = out.size();
    out.resize(old_size + bytes.size());
    std::copy(bytes.begin(), bytes.end(), out.begin() + static_cast<std::ptrdiff_t>(old_size));
}

template <class T>
inline void append_le(Bytes& out, T value) {
    std::array<std::uint8_t, sizeof(T)> bytes;
    store_le(bytes.data(), value);
    append(out, bytes);
}

/// Appends Bitcoin's variable-length integer (CompactSize): 1, 3, 5 or 9 bytes.
void append_compact_size(Bytes& out, std::uint64_t value);

}  // namespace sluice
