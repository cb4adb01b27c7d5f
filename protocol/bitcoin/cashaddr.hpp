#pragma once
/// CashAddr, the address form of Bitcoin Cash and its forks: a prefix, ':', five-bit values in
/// bech32's alphabet and a checksum of 40 bits (cashaddr.md of bitcoincash.org). Pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::protocol {

/// Characters of the longest text that is decoded: a hash of 64 bytes takes 112 after the prefix.
inline constexpr std::size_t cashaddr_size_max = 140;

enum class CashAddressType { pubkey_hash = 0, script_hash = 1 };

struct CashAddress {
    std::string prefix;  ///< lower case
    CashAddressType type = CashAddressType::pubkey_hash;
    Bytes hash;  ///< 20 to 64 bytes, as the type byte says

    bool operator==(const CashAddress&) const = default;
};

/// `default_prefix` stands for one that the text leaves out. Error: text that says what is wrong.
[[nodiscard]] Result<CashAddress> decode_cashaddr(std::string_view text,
                                                  std::string_view default_prefix);

}  // namespace sluice::protocol
