#include "kernels/sha256d/sha256d_tables.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::kernels::sha256d {
namespace {

constexpr std::uint8_t hex_digit(char digit) {
    return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

constexpr std::uint8_t hex_byte(std::string_view hex, std::size_t index) {
    return static_cast<std::uint8_t>(hex_digit(hex[2 * index]) << 4 |
                                     hex_digit(hex[2 * index + 1]));
}

/// From a header as on the wire and its hash as people write it, most significant byte first.
constexpr KnownHeader known(std::string_view header_hex, std::string_view display_hash) {
    KnownHeader row;
    for (std::size_t i = 0; i < header_hex.size() / 2; ++i) {
        row.header[i] = hex_byte(header_hex, i);
    }
    for (std::size_t i = 0; i < row.hash.size(); ++i) {
        row.hash[row.hash.size() - 1 - i] = hex_byte(display_hash, i);
    }
    return row;
}

// Blocks of the Bitcoin chain.
constexpr KnownHeader known_header_table[] = {
    // Height 0.
    known("0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd"
          "7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c",
          "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
    // Height 125552.
    known("0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2"
          "fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695",
          "00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d"),
    // Height 830000.
    known("0080ee2578a3104f1a64159e5a953a4a1015795a1e66894bf7c00200000000000000000070adb2fd"
          "1ac9b017ea1a2e66457af0514dfbae502efd20473e6e77c2d4cf568a410fc9655dba0317403497a1",
          "000000000000000000011d55599ed27d7efca05f5849b755319c89eb2cffbc1f"),
};

}  // namespace

std::span<const KnownHeader> known_headers() noexcept { return known_header_table; }

}  // namespace sluice::kernels::sha256d
