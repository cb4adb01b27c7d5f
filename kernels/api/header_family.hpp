#pragma once
/// Header families: which bytes of a header a device varies. What depends on it elsewhere (a
/// miner's jobs and shares) stands in one file a family. Constant data; thread-safe.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::kernels {

/// Offsets and sizes are bytes; numbers in a header are little-endian.
struct HeaderFamily {
    std::string_view name;
    std::size_t size;  ///< of the header, at most header_size_max
    std::size_t nonce_offset;
    std::size_t nonce_size;  ///< 4 or 8
    /// Of the 32-bit version that Work::versions replaces; nullopt: the header has none.
    std::optional<std::size_t> version_offset;

    [[nodiscard]] constexpr std::uint64_t nonce_max() const noexcept {
        return ~std::uint64_t{0} >> (64 - 8 * nonce_size);
    }
};

/// Bitcoin's and its descendants': version, previous block, merkle root, time, bits, nonce.
inline constexpr HeaderFamily bitcoin80{
    .name = "bitcoin80", .size = 80, .nonce_offset = 76, .nonce_size = 4, .version_offset = 0};

}  // namespace sluice::kernels
