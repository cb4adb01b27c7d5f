#pragma once
/// Base58Check: the text form of Bitcoin's first addresses, a version byte and data with four bytes
/// of double SHA-256 as the checksum. Pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string_view>

namespace sluice::protocol {

/// Characters of the longest text that is decoded; addresses have 35 at most. Decoding takes
/// quadratic time.
inline constexpr std::size_t base58_size_max = 120;

/// The bytes without the checksum. Error: text that names the character or the checksum.
[[nodiscard]] Result<Bytes> decode_base58check(std::string_view text);

}  // namespace sluice::protocol
