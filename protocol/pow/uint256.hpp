#pragma once
/// UInt256: the unsigned 256-bit integer of targets and chain work (Boost.Multiprecision, wraps
/// modulo 2^256). Conversions to and from the 32 little-endian bytes of a hash. Pure functions, any
/// thread.

#include "protocol/pow/hash256.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace sluice::protocol {

using UInt256 = boost::multiprecision::uint256_t;

/// The hash read as a number.
[[nodiscard]] UInt256 to_uint256(const Hash256& hash);

/// The number as 32 bytes in internal (little-endian) order.
[[nodiscard]] Hash256 to_hash256(const UInt256& value);

}  // namespace sluice::protocol
