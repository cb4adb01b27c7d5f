#pragma once
/// The first block of an embedded chain. Its coinbase holds the network's name and pays to no one;
/// it follows from name, bits and time, and needs no work. Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <cstdint>
#include <string_view>

namespace sluice::pool {

struct Genesis {
    protocol::BlockHeader header;
    Bytes coinbase;
};

[[nodiscard]] Genesis make_genesis(std::string_view network, std::uint32_t time,
                                   std::uint32_t bits);

}  // namespace sluice::pool
