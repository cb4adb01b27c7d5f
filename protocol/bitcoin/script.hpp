#pragma once
/// The few scripts that a block builder writes: pushes for a coinbase's scriptSig and the standard
/// output scripts. Opcodes and push rules: Bitcoin's script.h; output forms: BIP16, BIP141. Pure,
/// any thread.

#include "base/bytes.hpp"

#include <cstdint>

namespace sluice::protocol {

/// The longest data that one push may carry (MAX_SCRIPT_ELEMENT_SIZE), bytes.
inline constexpr std::size_t script_push_size_max = 520;

/// Appends the shortest opcode that pushes `data`: a length byte up to 75 bytes, then OP_PUSHDATA1
/// or OP_PUSHDATA2. At most script_push_size_max bytes.
void append_push(Bytes& script, ByteSpan data);

/// Appends a non-negative number as `CScript() << number` does, which is how BIP34 wants the
/// height: OP_0, OP_1 to OP_16, or a push of the minimal little-endian bytes with a clear sign bit.
void append_push_number(Bytes& script, std::int64_t number);

/// Pay to public key hash (20 bytes): OP_DUP OP_HASH160 hash OP_EQUALVERIFY OP_CHECKSIG.
[[nodiscard]] Bytes pay_to_pubkey_hash(ByteSpan hash);

/// Pay to script hash (20 bytes, BIP16): OP_HASH160 hash OP_EQUAL.
[[nodiscard]] Bytes pay_to_script_hash(ByteSpan hash);

/// Witness output (BIP141): the version 0 to 16 as OP_0 to OP_16, then the program.
[[nodiscard]] Bytes pay_to_witness(int version, ByteSpan program);

/// Whether the script is a witness output (BIP141): a version and one push of 2 to 40 bytes.
/// Without segwit's rules such an output asks for no signature at all.
[[nodiscard]] bool is_witness_output(ByteSpan script) noexcept;

}  // namespace sluice::protocol
