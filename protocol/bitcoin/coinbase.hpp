#pragma once
/// The coinbase transaction of a new block, built around the place where a miner counts its
/// extranonce. Stratum sends it as two halves without witness: coinb1 ‖ extranonce1 ‖ extranonce2 ‖
/// coinb2. Follows BIP34 (height), BIP22 (coinbaseaux), BIP141 (witness commitment and reserved
/// value), BIP54 (lock time and sequence; every chain takes such a coinbase, with BIP54 or without)
/// and Dash's DIP2 and DIP4 (payload). Pure, any thread.
///
/// | bytes | field                                                                          |
/// |------:|--------------------------------------------------------------------------------|
/// |     4 | transaction version 2; with a payload 3, and type 5 in the upper half          |
/// |     1 | one input                                                                      |
/// |    36 | no previous output: 32 zero bytes, ffffffff                                    |
/// |     1 | scriptSig length, 2 to 100                                                     |
/// |     n | height push, coinbaseaux, tag push                                             |
/// |     n | push of: work id                                               (coinb1 ends) |
/// |     n | extranonce1, extranonce2                                                       |
/// |     4 | sequence fffffffe, so that the lock time counts                (coinb2 begins) |
/// |     n | output count, outputs, the commitment last                                     |
/// |     4 | lock time: the height before                                                   |
/// |     n | payload and its length, if there is one                                        |

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::protocol {

/// Consensus limits of a coinbase scriptSig, bytes.
inline constexpr std::size_t coinbase_script_size_min = 2;
inline constexpr std::size_t coinbase_script_size_max = 100;
/// extranonce1 and extranonce2 together, bytes: one length byte pushes up to 75, and no firmware
/// takes more than 8 and 8.
inline constexpr std::size_t extranonce_size_max = 16;
/// Bytes of the longest tag: it fits beside a height of 4 bytes, 17 bytes of work id and
/// extranonces (5, 4 and 8 of them in this pool) and 13 bytes of coinbaseaux.
inline constexpr std::size_t coinbase_tag_size_max = 64;

struct CoinbaseOutput {
    Bytes script;
    std::int64_t value = 0;  ///< satoshi

    bool operator==(const CoinbaseOutput&) const = default;
};

struct CoinbaseSpec {
    std::int64_t height = 0;
    Bytes aux;                        ///< put into scriptSig as it is
    std::string tag;                  ///< pushed as data; empty: no push
    Bytes work_id;                    ///< stands before extranonce1, in one push with it
    std::size_t extranonce_size = 8;  ///< extranonce1 and extranonce2 together, bytes
    std::vector<CoinbaseOutput> outputs;
    std::optional<Bytes> witness_commitment;  ///< output script, value 0
    Bytes payload{};                          ///< after the lock time; not beside a commitment
};

/// The halves around the extranonce, without witness; their double SHA-256 is the txid.
struct CoinbaseParts {
    Bytes coinb1;
    Bytes coinb2;

    bool operator==(const CoinbaseParts&) const = default;
};

/// Error: text that says which limit is broken and by which part.
[[nodiscard]] Result<CoinbaseParts> build_coinbase(const CoinbaseSpec& spec);

/// The whole transaction without witness.
[[nodiscard]] Bytes join_coinbase(ByteSpan coinb1, ByteSpan extranonce1, ByteSpan extranonce2,
                                  ByteSpan coinb2);

/// The form of a coinbase without payload that stands in a block with a witness commitment: marker
/// and flag after the version, and one witness item, the reserved value of 32 zero bytes, before
/// the lock time (BIP141, BIP144).
[[nodiscard]] Bytes add_coinbase_witness(ByteSpan stripped);

}  // namespace sluice::protocol
