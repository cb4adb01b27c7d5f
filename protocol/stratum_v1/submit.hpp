#pragma once
/// mining.submit as a value: what a miner encodes, and the strict decoding of its hexadecimal
/// fields. A pool reads the line with submit_reader.hpp. Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::protocol::stratum_v1 {

/// An extranonce2 without an allocation.
struct Extranonce2 {
    std::array<std::uint8_t, extranonce2_size_max> bytes{};
    std::size_t size = 0;

    [[nodiscard]] ByteSpan span() const noexcept { return {bytes.data(), size}; }
    bool operator==(const Extranonce2&) const = default;
};

/// The numbers of a submit.
struct SubmittedShare {
    Extranonce2 extranonce2;
    std::uint32_t time = 0;
    std::uint32_t nonce = 0;
    std::optional<std::uint32_t> version_bits;  ///< BIP 310's sixth parameter

    bool operator==(const SubmittedShare&) const = default;
};

struct Submit {
    static constexpr std::string_view method = "mining.submit";

    std::string worker;
    std::string job_id;
    SubmittedShare share;
    bool job_id_is_number = false;  ///< as mining.notify sent it

    [[nodiscard]] Json params() const;
    [[nodiscard]] static Result<Submit, StratumError> from_params(const Json& params);
    bool operator==(const Submit&) const = default;
};

/// Decodes the hexadecimal fields: time, nonce and version bits are eight digits of either case,
/// extranonce2 any whole number of bytes up to the limit. Empty version bits are none.
[[nodiscard]] Result<SubmittedShare, StratumError> decode_share(
    std::string_view extranonce2, std::string_view time, std::string_view nonce,
    std::optional<std::string_view> version_bits) noexcept;

}  // namespace sluice::protocol::stratum_v1
