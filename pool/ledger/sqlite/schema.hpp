#pragma once
/// The ledger's tables, as the steps that made them (see sqlite::Schema). Constant, any thread.

#include "pool/sqlite/schema.hpp"

namespace sluice::pool {

/// A worker's total is hashes_high * 2^total_low_bits + hashes_low, with hashes_low below that
/// power, because SQLite has signed 64-bit integers only and the sum of hashes_low and a row's low
/// part must not overflow.
inline constexpr unsigned total_low_bits = 62;

[[nodiscard]] sqlite::Schema ledger_schema();

}  // namespace sluice::pool
