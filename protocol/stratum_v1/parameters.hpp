#pragma once
/// Reading parameters out of a JSON array, for the decoders of this folder. Pure, any thread.

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "protocol/stratum_v1/error.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::protocol::stratum_v1 {

/// Element `index` of an array; null when `params` is no array or shorter.
[[nodiscard]] const Json* parameter(const Json& params, std::size_t index) noexcept;

/// The string at `index`, or what is wrong with it.
[[nodiscard]] Result<std::string, StratumError> text_at(const Json& params, std::size_t index);
/// The job id at `index`, a short string or an integer, as text.
[[nodiscard]] Result<std::string, StratumError> job_id_at(const Json& params, std::size_t index);
/// The same as it was sent.
[[nodiscard]] Json job_id_json(const std::string& job_id, bool is_number);
/// The string at `index` as bytes, or as the eight digits of a number.
[[nodiscard]] Result<Bytes, StratumError> bytes_at(const Json& params, std::size_t index);
[[nodiscard]] Result<std::uint32_t, StratumError> hex32_at(const Json& params, std::size_t index);
/// The number that eight digits stand for, or what is wrong with them.
[[nodiscard]] Result<std::uint32_t, StratumError> read_hex32(std::string_view text) noexcept;
/// A whole number from 0 to `max`.
[[nodiscard]] Result<std::uint64_t, StratumError> count_at(const Json& params, std::size_t index,
                                                           std::uint64_t max);

/// A number, or the text of one ("0.010000"), if it is positive and finite.
[[nodiscard]] std::optional<double> positive_number(const Json& value);
/// The same at `index`, or what is wrong with it.
[[nodiscard]] Result<double, StratumError> positive_number_at(const Json& params,
                                                              std::size_t index);

/// At most eight hexadecimal digits, as BIP 310 writes masks.
[[nodiscard]] std::optional<std::uint32_t> mask_of(const Json& value);

}  // namespace sluice::protocol::stratum_v1
